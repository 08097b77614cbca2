import type { BatchTexts } from './batch-texts.js';
import { pick, plural } from './english.js';

/** The words of answering several tasks at once in English. */
export const texts: BatchTexts = {
  batch: {
    label: 'Selected tasks',
    selected: plural('{count} task selected', '{count} tasks selected'),
    clear: 'Clear selection',
    loading: 'Loading the selected tasks…',
    nothing: 'These tasks have no action in common. Select tasks of one type and status.',
    heading: ({ count }) => `{act} · ${pick(count, '{count} task', '{count} tasks')}`,
    send: ({ count }) => `{act} for ${pick(count, '{count} task', '{count} tasks')}`,
    filledIn: 'Filled in for each task: {names}',
    cancel: 'Cancel',
    sending: 'Sending…',
    sent: 'Sent',
    waits: 'Waits for the network',
    needsOwn: 'This task needs an answer of its own.',
    open: 'Open',
    dismiss: 'Dismiss',
    done: ({ failed }) => (failed === 0 ? '{count} sent.' : '{count} sent, {failed} not sent. Those stay selected.'),
  },
};
