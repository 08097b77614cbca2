import { plural } from './english.js';
import type { TeamTexts } from './team-texts.js';

/** The words of what handlers share in English. */
export const texts: TeamTexts = {
  team: {
    looking: '{names} is looking',
    answering: '{names} is writing an answer…',
    listSeparator: ', ',
    handOver: 'Hand over',
    online: '{name} (online)',
    nobody: 'No other account may handle tasks.',
    handedOver: 'Handed over to {name}',
    undo: 'Undo',
    undone: 'Undone',
  },
  notes: {
    title: 'Internal notes',
    count: plural('{count} note', '{count} notes'),
    audience: 'Only colleagues who may handle tasks can read this',
    placeholder: 'Write a note for your colleagues',
    add: 'Add note',
    adding: 'Adding…',
    added: 'Note added',
    failed: 'The note was not added. Your text is kept.',
  },
  templates: {
    open: 'Templates',
    none: 'No templates for this case yet.',
    shared: 'shop',
    name: 'Name of the template',
    save: 'Save text as template',
    saveName: 'Save name',
    forAll: 'For all colleagues',
    forType: 'Only for this ticket type',
    rename: 'Rename “{name}”',
    remove: 'Delete “{name}”',
    saved: 'Template saved',
    removed: 'Template deleted',
    failed: 'The template was not saved. Try again.',
    full: 'You have as many templates as you can save. Delete one first.',
    invalid: 'A template needs a name of 1 to 40 characters, and a text of 1 to 500.',
    unknownVariable: 'Unknown variable: {names}',
    noValue: 'This case has no value for {names}.',
    variables: 'Variables: {names}',
  },
};
