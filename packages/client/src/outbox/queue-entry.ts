import type { OutboxEntry, SendResult, StaffMessageResult } from '../model/outbox-entry.js';
import { omitUndefined } from '../util/omit-undefined.js';
import type { StoredEntry } from './entries.js';

/** What changes of an entry. */
export type Change = Omit<Partial<StoredEntry>, 'unsaved'> & { readonly unsaved?: true | undefined };

/** What becomes of an entry: of a staff message the latter, of any other the former. */
export type EntryResult = SendResult | StaffMessageResult;

/** An entry in memory. */
export interface QueueEntry {
  stored: StoredEntry;
  /** The account it belongs to; no other ever sends it. */
  owner: string | undefined;
  failures: number;
  /** Fulfils once the entry would survive a reload. */
  persisted: Promise<void> | undefined;
  /** Whether storage has it, and may not have it any more because another page has sent it. */
  kept: boolean;
  unsure: boolean;
  readonly resolve: (result: EntryResult) => void;
}

/** Whether an entry has no answer yet. */
export const isWaiting = ({ state }: OutboxEntry): boolean => state !== 'refused';

/**
 * Creates an entry. What has an owner is known from storage or from another page: that page may promise it to its sender as it closes, and
 * nobody would hear of it.
 *
 * @param kept - whether storage has it
 */
export function newEntry(from: StoredEntry, owner: string | undefined, kept = owner !== undefined): QueueEntry {
  const isKnown = owner !== undefined;
  const stored = isKnown && isWaiting(from) ? { ...from, promised: true } : from;
  return {
    ...{ stored, owner, failures: 0, resolve: () => {} },
    ...{ persisted: isKnown ? Promise.resolve() : undefined, kept, unsure: isKnown },
  };
}

/** Returns the answer to who has sent an entry that waits. */
export const queued = (key: string, unsaved: true | undefined): Exclude<SendResult, { readonly status: 'confirmed' }> =>
  omitUndefined({ status: 'queued', key, unsaved });

/** Returns the answer to who has sent what is not even tried. */
export const refused = (code: 'closed' | 'move-pending'): Extract<SendResult, { readonly status: 'refused' }> => ({
  status: 'refused',
  error: { code },
});

/** Resolves the caller of an entry that another page has changed. */
export function tellSender({ stored: { state, error, key, unsaved }, resolve }: QueueEntry): void {
  if (state === 'refused' && error) resolve({ status: 'refused', error });
  else if (state === 'queued') resolve(queued(key, unsaved));
}
