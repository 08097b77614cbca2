/** States of an entry. One that is `gone` was carried out or dismissed, and is in the outbox no more. */
export type EntryState = 'sending' | 'queued' | 'refused' | 'gone';

/** What happens to an entry, in this page or in another one. */
export type EntryEvent = 'attempt' | 'no-answer' | 'refusal' | 'confirmation' | 'dismissal';

/**
 * What becomes of an entry. An entry that may be on its way cannot be dismissed, and one that was refused is never sent again: its sender
 * has been told.
 */
export const ENTRY_STATES: Readonly<Record<EntryState, Readonly<Record<EntryEvent, EntryState>>>> = {
  sending: {
    attempt: 'sending',
    'no-answer': 'queued',
    refusal: 'refused',
    confirmation: 'gone',
    dismissal: 'sending',
  },
  queued: {
    attempt: 'sending',
    'no-answer': 'queued',
    refusal: 'refused',
    confirmation: 'gone',
    dismissal: 'queued',
  },
  refused: {
    attempt: 'refused',
    'no-answer': 'refused',
    refusal: 'refused',
    confirmation: 'gone',
    dismissal: 'gone',
  },
  gone: { attempt: 'gone', 'no-answer': 'gone', refusal: 'gone', confirmation: 'gone', dismissal: 'gone' },
};
