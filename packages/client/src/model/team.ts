import type { ColleagueView, Note, PresenceState, PresenceView } from '@sidecard/core/wire';
import type { ReadableAtom } from 'nanostores';
import type { ClientRefusal } from './client-refusal.js';

/** The internal notes of one ticket; `not-found` for an account that may not read them. */
export interface NotesState {
  readonly status: 'loading' | 'ready' | 'not-found' | 'failed';
  /** Oldest first. */
  readonly notes: readonly Note[];
}

/** What the shop's handlers share among themselves. For every other account all of it is empty. */
export interface Team {
  /** The accounts to which this one can hand a ticket over, those online first. Loaded for each first listener. */
  readonly colleagues: ReadableAtom<readonly ColleagueView[]>;
  /** Returns the store of who else is at a ticket; those who answer first. Live while it has listeners. */
  presence(ticketId: string): ReadableAtom<readonly PresenceView[]>;
  /**
   * Reports that this account is at a ticket, and repeats that until another state is set. Set `gone` when it leaves.
   */
  setPresence(ticketId: string, state: PresenceState): void;
  /** Returns the store of a ticket's notes; the same store for the same id. Live while it has listeners. */
  notes(ticketId: string): ReadableAtom<NotesState>;
  /**
   * Adds a note. It cannot be changed or deleted.
   *
   * @param key - the same for each attempt to add the same note. @default a new one
   * @returns never rejects; without a network nothing is queued
   */
  addNote(
    ticketId: string,
    text: string,
    key?: string,
  ): Promise<{ readonly ok: true; readonly note: Note } | { readonly ok: false; readonly error: ClientRefusal }>;
}
