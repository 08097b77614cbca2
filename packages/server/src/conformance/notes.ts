import type { Store } from '../storage/store.js';
import type { StoredNote } from '../storage/records.js';
import { newId, NOW_MS, same, unique } from './fixtures.js';

/** Makes a note that was written so long after the checks' time. */
export function noteOf(merchantId: string, ticketId: string, afterMs: number, key = newId()): StoredNote {
  const note = {
    id: newId(),
    ticketId,
    atMs: NOW_MS + afterMs,
    by: { accountId: 'lin', name: 'Lin' },
    text: `${afterMs}`,
  };
  return { merchantId, principalKey: 'merchant:lin', key, fingerprint: 'ab', note };
}

const add = (store: Store, stored: StoredNote) => store.transaction(stored.merchantId, (unit) => unit.addNote(stored));

/** Checks of internal notes. */
export const noteChecks: Readonly<Record<string, (store: Store) => Promise<void>>> = {
  'notes are listed for their ticket, oldest first, and found by the key of their write': async (store) => {
    const { merchantId } = unique();
    const ticketId = newId();
    const [second, first] = [noteOf(merchantId, ticketId, 2), noteOf(merchantId, ticketId, 1)];
    for (const one of [second, first, noteOf(merchantId, newId(), 3)]) await add(store, one);
    same(await store.listNotes({ merchantId, ticketId }), [first.note, second.note], 'the list');
    same(await store.listNotes({ merchantId: unique().merchantId, ticketId }), [], 'of another shop');
    const find = (principalKey: string, key: string) => store.findNote({ merchantId, principalKey }, key);
    same(await find('merchant:lin', first.key), first, 'by key');
    same((await find('merchant:wu', first.key)) === undefined, true, 'by another writer');
  },
};
