import type { Drafts } from '../model/drafts.js';
import type { Ports } from '../ports/ports.types.js';
import type { TimedStorage } from '../storage/with-timeout.js';
import type { ElsewhereOf } from '../tabs/elsewhere.js';
import type { DraftNote, SharedDrafts } from '../tabs/shared-drafts.js';

/** The store behind {@link Drafts}. */
export interface DraftsStore {
  readonly drafts: Drafts;
  /** Returns a draft as JSON, if it is in memory. */
  readonly serialized: (ticketId: string, form: string) => string | undefined;
  /** Deletes the draft of a confirmed command, unless it was changed since. */
  readonly clearIfUnchanged: (ticketId: string, form: string, sent: string) => Promise<void>;
  /** Sets whose drafts these are. Without an owner they are kept in memory only. */
  readonly setOwner: (owner: string | undefined) => void;
  /** Clears everything in memory, because the account has changed. */
  readonly reset: () => void;
  /** Writes unsaved changes to storage, and keeps what another page has written. */
  readonly write: () => void;
  /** Writes unsaved changes to storage at once: the page may go away. */
  readonly flush: () => void;
}

/** What {@link createDrafts} takes. */
export interface DraftsOptions {
  readonly ports: Ports;
  readonly storage: TimedStorage;
  /** Finds out who the account is. @returns fulfils when that is known, or was refused */
  readonly identify: () => Promise<unknown>;
  /** Nothing is shown after that. */
  readonly closed: AbortSignal;
  /**
   * Joins the pages that have the same drafts: at once, or later if what that needs is not loaded. Missing where the storage is this page's
   * alone.
   *
   * @returns stops waiting
   */
  readonly share?:
    | ((
        owner: string,
        onNote: (note: DraftNote) => void,
        elsewhere: ElsewhereOf,
        onJoined: (shared: SharedDrafts) => void,
      ) => () => void)
    | undefined;
}
