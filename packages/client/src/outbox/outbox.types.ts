import type { WritableAtom } from 'nanostores';
import type { OutboxEntry } from '../model/outbox-entry.js';
import type { Ports } from '../ports/ports.types.js';
import type { ClientStorage } from '../storage/storage.types.js';
import type { DraftsStore } from '../stores/drafts.types.js';
import type { SessionStore } from '../stores/session.js';
import type { StaffThreads } from '../stores/staff-threads.js';
import type { Tickets } from '../stores/tickets.js';
import type { Stream } from '../stream/stream.js';
import type { Api } from '../transport/api.js';
import type { RetryTimer } from '../util/retry-timer.js';
import type { NewEntry, StoredEntry } from './entries.js';
import type { EntryResult } from './queue-entry.js';

/** What {@link createOutbox} takes. */
export interface OutboxOptions {
  readonly ports: Ports;
  /** Names the storage if all pages of this origin have the same content in it: they then have one outbox. */
  readonly sharedAs?: string | undefined;
  /** Shows the entries. */
  readonly store: WritableAtom<readonly OutboxEntry[]>;
  readonly api: Api;
  readonly retryTimer: RetryTimer;
  readonly storage: ClientStorage;
  readonly closed: AbortSignal;
  readonly now: () => number;
  readonly stream: Stream;
  readonly session: SessionStore;
  /** Language of the client. */
  readonly locale: string;
  readonly tickets: Tickets;
  readonly threads: StaffThreads;
  readonly drafts: DraftsStore;
}

/** Writes on their way to the server. Each is carried out exactly once. */
export interface Outbox {
  readonly send: (entry: NewEntry) => Promise<EntryResult>;
  readonly dismiss: (key: string) => void;
  /** Lets the other pages try again now. */
  readonly wake: () => void;
  /** Returns the entries of a ticket that have no answer yet. */
  readonly pending: (ticketId: string) => readonly StoredEntry[];
  /** Sets whose outbox this is, and sends what that account has left in storage. Without an owner nothing is sent. */
  readonly setOwner: (owner: string | undefined) => void;
}
