import type { ConflictTexts } from './conflict-texts.js';

/** The words about a ticket that somebody else has changed, in English. */
export const texts: ConflictTexts = {
  guard: {
    title: 'This task belongs to {buyer}, not to the chat that is open',
    help: 'Nothing is sent until you confirm. Your text is kept.',
    continue: 'Go on with {buyer}',
    open: 'Open the task of this chat',
    held: 'Confirm first whose task this is',
  },
  conflict: {
    title: '{who} answered first',
    help: 'Your response was not sent. Nothing is lost.',
    changed: 'What changed',
    draft: 'Your draft',
    continue: 'Continue',
    sayMore: 'Add a message in chat',
    status: 'Status',
    refund: 'Refund',
    nothing: '—',
    change: 'from {before} to {after}',
  },
};
