import type { Draft } from '../model/drafts.js';
import type { DraftEntry } from './draft-entry.js';
import { prefixOf } from './draft-keys.js';
import { includesDraft } from './merge-drafts.js';

type Entries = ReadonlyMap<string, DraftEntry>;

/** Whether a draft that is kept beside another one has nothing that is not in that one. */
export function isCopy(entries: Entries, key: string, value: Draft): boolean {
  const [form = key, own] = key.split('~');
  const other = own === undefined ? undefined : entries.get(form)?.value;
  return other !== undefined && includesDraft(other, value);
}

/** Returns the drafts of a ticket that are in memory, by form. */
export function inMemory(entries: Entries, ticketId: string): ReadonlyMap<string, Draft> {
  const prefix = prefixOf(ticketId);
  return new Map(
    [...entries].flatMap(([key, { value }]) =>
      value && key.startsWith(prefix) && !isCopy(entries, key, value)
        ? [[decodeURIComponent(key.slice(prefix.length)), value] as const]
        : [],
    ),
  );
}
