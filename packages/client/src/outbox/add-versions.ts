import type { TicketView } from '@sidecard/core/wire';
import type { ClientRefusal } from '../model/client-refusal.js';
import { isUnversioned, type StoredEntry } from './entries.js';
import type { Change, QueueEntry } from './queue-entry.js';

/** What {@link addVersions} needs of the outbox. */
export interface VersionsContext {
  /** Loads the ticket unless it is known. */
  readonly viewOf: (ticketId: string) => Promise<TicketView | undefined>;
  /** Whether the server has said that there is no such ticket. */
  readonly isMissing: (ticketId: string) => boolean;
  /** Whether an entry was refused or dismissed in the meantime, or the account has changed. */
  readonly isOut: (entry: QueueEntry) => boolean;
  /** The entries of its ticket that wait, in order. */
  readonly queue: () => readonly QueueEntry[];
  readonly pendingVersioned: (ticketId: string) => StoredEntry | undefined;
  readonly set: (entry: QueueEntry, change: Change) => void;
  readonly refuse: (entry: QueueEntry, error: ClientRefusal) => void;
}

/** Whether it is not known yet which version an entry names, or that it needs none. */
export const lacksVersion = ({ stored: { kind, unversioned, command } }: QueueEntry): boolean =>
  kind === 'command' && !unversioned && command.version === undefined;

/**
 * Loads the ticket of an entry that was sent before, and finds out which entries are versioned. These name the version that is loaded
 * now, and are never carried out on a later one.
 */
export async function addVersions(
  entry: QueueEntry,
  { viewOf, isMissing, isOut, queue, pendingVersioned, set, refuse }: VersionsContext,
): Promise<void> {
  const { ticketId } = entry.stored;
  const view = await viewOf(ticketId);
  if (isOut(entry)) return;
  if (!view) {
    // Without a ticket there is no version to name; let the server answer.
    if (isMissing(ticketId)) set(entry, { unversioned: true });
    else refuse(entry, { code: 'network', detail: 'The ticket is not loaded.' });
    return;
  }
  for (const other of queue().filter(lacksVersion)) {
    const { command, unversioned = isUnversioned(command, view) === true } = other.stored;
    if (!unversioned && pendingVersioned(ticketId)) refuse(other, { code: 'move-pending' });
    else {
      set(other, { unversioned, command: unversioned ? command : { ...command, version: view.version } });
      other.persisted = undefined;
    }
  }
}
