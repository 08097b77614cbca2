import {
  type ArchiveEntry,
  type ArchiveFilter,
  byPeriod,
  countArchive,
  isArchived,
  periodsOf,
  searchWords,
} from '@sidecard/core/server';
import type { ArchiveWrite } from '../storage/records.js';
import type { Store } from '../storage/store.js';
import { newId, NOW_MS, same, unique } from './fixtures.js';

const HOUR_MS = 3_600_000;
const HAND = { by: { party: 'merchant', accountId: 'main', name: 'Main' }, atMs: NOW_MS } as const;

/** Makes an entry. @param age - in hours */
function entryOf(ticketId: string, itemId: string, age: number, change: Partial<ArchiveEntry> = {}): ArchiveEntry {
  return {
    ...{ ticketId, itemId, caseId: ticketId, number: `T-${ticketId}`, type: 'return-refund', orderId: 'order' },
    ...{ atMs: NOW_MS - age * HOUR_MS, product: 'mug', title: `Mug ${age}`, quantity: 2, reason: 'damaged' },
    ...{ defect: 'broken', pictures: [{ id: 'picture', source: 'request', party: 'buyer' }], words: 'mug 白瓷 100% _' },
    ...change,
  };
}

function write(store: Store, merchantId: string, ...archive: readonly Omit<ArchiveWrite, 'merchantId'>[]) {
  const all = archive.map((one) => ({ merchantId, ...one }));
  const idempotency = {
    ...{ merchantId, principalKey: 'merchant:main', key: newId(), fingerprint: '' },
    ...{ ticketId: '', eventPosition: 0, messageId: undefined },
  };
  return store.transaction(merchantId, (unit) =>
    unit.commit({ changes: [], deliveries: [], entries: [], archive: all, idempotency, atMs: NOW_MS }, newId),
  );
}

/** Files one entry per ticket. */
async function filed(store: Store, merchantId: string, entries: readonly ArchiveEntry[]): Promise<void> {
  const ids = [...new Set(entries.map(({ ticketId }) => ticketId))];
  const of = (id: string) => entries.filter(({ ticketId }) => ticketId === id);
  await write(store, merchantId, ...ids.map((ticketId) => ({ ticketId, entries: of(ticketId), dropped: [] })));
}

const byTime = (a: ArchiveEntry, b: ArchiveEntry): number =>
  b.atMs - a.atMs || (a.ticketId === b.ticketId ? (a.itemId < b.itemId ? 1 : -1) : a.ticketId < b.ticketId ? 1 : -1);

/** Entries of a few products, defects, days and searches. */
function sampleOf(): readonly ArchiveEntry[] {
  return [
    entryOf('a', 'one', 1),
    entryOf('a', 'two', 1, { product: 'cup', defect: 'other', words: 'cup of 白瓷' }),
    entryOf('b', 'one', 1, { defect: 'other', quantity: 5 }),
    entryOf('c', 'one', 30, { removed: HAND }),
    entryOf('d', 'one', 300, { caseId: 'a', chosen: HAND }),
    entryOf('e', 'one', 2_000, { product: 'cup' }),
  ];
}

/** Checks of the archive. */
export const archiveChecks: Readonly<Record<string, (store: Store) => Promise<void>>> = {
  'archive entries are stored, replaced and dropped by line, for one merchant': async (store) => {
    const [{ merchantId }, other] = [unique(), unique()];
    const [one, two] = [entryOf('a', 'one', 1), entryOf('a', 'two', 1)];
    await filed(store, merchantId, [one, two]);
    await filed(store, other.merchantId, [one]);
    const changed: ArchiveEntry = { ...one, defect: 'cracked', chosen: HAND, removed: HAND };
    await write(store, merchantId, { ticketId: 'a', entries: [changed], dropped: ['two', 'none'] });
    same(await store.archiveOf(merchantId, ['a', 'none']), [changed], 'what is left');
    same(await store.archiveOf(other.merchantId, ['a']), [one], 'another merchant’s');
    const locked = await store.transaction(merchantId, (unit) => unit.lockArchive(merchantId, ['a']));
    same(locked, [changed], 'the locked ones');
    same(await store.listArchive({ merchantId, limit: 10 }), [], 'listed, though removed');
    same(await store.listArchive({ merchantId, removed: true, limit: 10 }), [changed], 'the removed ones');
  },

  'the archive is filtered as core does, and read page by page': async (store) => {
    const { merchantId } = unique();
    const entries = sampleOf();
    await filed(store, merchantId, entries);
    const filters: readonly ArchiveFilter[] = [
      {},
      { product: 'cup' },
      { defect: 'other' },
      { product: 'cup', defect: 'broken' },
      { fromMs: NOW_MS - 300 * HOUR_MS },
      { beforeMs: NOW_MS - HOUR_MS },
      { fromMs: NOW_MS - HOUR_MS, beforeMs: NOW_MS },
      { ticketId: 'a' },
      { removed: true },
      ...['白瓷', 'MUG  白', '瓷 cup', '100%', '%', '_', 'mug_', "'", ' '].map((text) => ({
        words: searchWords(text),
      })),
    ];
    for (const filter of filters) {
      const wanted = entries.filter((entry) => isArchived(entry, filter)).sort(byTime);
      const found: ArchiveEntry[] = [];
      for (let page = 0; page <= entries.length; page++) {
        const after = found.at(-1);
        found.push(...(await store.listArchive({ ...filter, merchantId, after, limit: 2 })));
      }
      same(found, wanted, JSON.stringify(filter));
    }
  },

  'the archive is counted as core does': async (store) => {
    const { merchantId } = unique();
    const entries = sampleOf();
    await filed(store, merchantId, entries);
    await filed(store, unique().merchantId, entries);
    const periods = periodsOf('week', { fromMs: NOW_MS - 400 * HOUR_MS, toMs: NOW_MS }, 'Asia/Shanghai') ?? [];
    for (const filter of [{}, { product: 'mug' }, { defect: 'other' }, { removed: true }]) {
      const wanted = countArchive(
        entries.filter((entry) => isArchived(entry, filter)),
        periods,
      );
      const counts = await store.countArchive({ ...filter, merchantId }, periods, 100);
      same([...counts].sort(byPeriod), wanted, JSON.stringify(filter));
    }
    const [latest] = await store.countArchive({ merchantId }, periods, 1);
    same(latest?.day, periods.at(-1)?.day, 'the latest period, which a limit keeps');
    const titles = await store.archivedTitles(merchantId, ['mug', 'cup', 'none']);
    same(
      [...titles].sort(),
      [
        ['cup', 'Mug 1'],
        ['mug', 'Mug 1'],
      ],
      'the latest titles',
    );
  },

  'old archive entries are found and removed': async (store) => {
    const { merchantId } = unique();
    same(await oldestOf(store, merchantId), undefined, 'the oldest of none');
    await filed(store, merchantId, sampleOf());
    same(await oldestOf(store, merchantId), NOW_MS - 2_000 * HOUR_MS, 'the oldest');
    const drop = (limit: number) => store.dropArchive(merchantId, NOW_MS - HOUR_MS, limit);
    same([await drop(2), await drop(2), await drop(2)], [2, 1, 0], 'removed');
    same((await store.listArchive({ merchantId, limit: 10 })).length, 3, 'left');
  },
};

async function oldestOf(store: Store, merchantId: string): Promise<number | undefined> {
  return (await store.oldestArchived()).find((one) => one.merchantId === merchantId)?.atMs;
}
