import { DEFAULT_ARCHIVE, type Order, type Policy } from '@sidecard/core';
import type { HistoryEntry, Ticket } from '@sidecard/core/authoring';
import {
  type ArchiveEntry,
  byPeriod,
  changeEntry,
  concernsArchive,
  countArchive,
  fileTicket,
  historyEntryFor,
  MAX_PERIODS,
  periodsOf,
  searchWords,
} from '@sidecard/core/server';
import type { FieldValues, ReceiptLine } from '@sidecard/core/wire';
import { describe, expect, it } from 'vitest';
import { builtInTypes } from '@sidecard/core';
import { type Actor, type Command, decide, indexTypes } from '@sidecard/core/authoring';
import {
  act,
  actor,
  contextAt,
  created,
  fold,
  ORDER,
  POLICY,
  REQUEST,
  RETURN_ADDRESS,
  START_MS,
} from '../support/tickets.ts';

const DAY_MS = 86_400_000;
const types = indexTypes(builtInTypes);
const HAND = { by: { party: 'merchant', accountId: 'main', name: 'Main' }, atMs: START_MS } as const;

function filed(
  change: Partial<Ticket> = {},
  known: readonly ArchiveEntry[] = [],
  { policy = POLICY, now = START_MS }: { readonly policy?: Policy; readonly now?: number } = {},
) {
  return fileTicket({ ...created().ticket, ...change }, { types, policy, now }, known);
}
/** What the history says of goods that came back. */
const received = (fields: FieldValues): HistoryEntry => ({
  ...({ id: 'received', kind: 'receipt-confirmed', command: 'confirm-receipt', by: HAND.by } as const),
  ...{ atMs: START_MS, fields },
});
const requested = (change: object) => ({ request: { ...REQUEST, ...change } as Ticket['request'] });

describe('[R40] the default defects', () => {
  it('have both languages, and every suggestion is one of them', () => {
    const keys = DEFAULT_ARCHIVE.defects.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    for (const { labels } of DEFAULT_ARCHIVE.defects) expect([labels['zh-CN'], labels.en]).not.toContain('');
    expect(Object.values(DEFAULT_ARCHIVE.reasons).filter((defect) => !keys.includes(defect))).toEqual([]);
  });

  it('are suggested for reasons that the types have', () => {
    const known = new Set(builtInTypes.flatMap(({ reasons }) => reasons.buyer.map(({ key }) => key)));
    expect(Object.keys(DEFAULT_ARCHIVE.reasons).filter((reason) => !known.has(reason))).toEqual([]);
  });
});

describe('[R40] what is filed for a ticket', () => {
  it('is one entry per line of the request', () => {
    const items = ['mug', 'box', 'none'].map((itemId) => ({ itemId, quantity: 1 }));
    expect(filed(requested({ items }))).toMatchObject([
      { itemId: 'mug', product: 'Fog-blue handmade mug', quantity: 1 },
      { itemId: 'box', product: 'Gift box', quantity: 1 },
    ]);
  });

  it('has the pictures of a piece that came back with that piece alone, those of the whole case with each', () => {
    const items = ['mug', 'box'].map((itemId) => ({ itemId, quantity: 1 }));
    const { ticket } = created();
    const line = (itemId: string, pictures: readonly string[]): ReceiptLine => ({
      ...{ itemId, quantity: 1, state: 'damaged', pictures },
    });
    const entry = received({ receipt: [line('box', ['b1', 'both']), line('mug', ['m1', 'both'])], pictures: ['all'] });
    const pictures = (change: Partial<Ticket>) =>
      filed({ ...requested({ items, pictures: ['asked'] }), ...change }).map((one) => [
        one.itemId,
        one.pictures.map(({ id, source, party }) => `${id} ${source} ${party}`),
      ]);
    const shop = (...ids: readonly string[]) => ids.map((id) => `${id} receipt merchant`);
    expect(pictures({ history: [...ticket.history, entry] })).toEqual([
      ['mug', ['asked request buyer', ...shop('all', 'both', 'm1')]],
      ['box', ['asked request buyer', ...shop('all', 'b1', 'both')]],
    ]);
    // A line that the case is not about has none of it; a shop without a history of its own, either.
    expect(pictures({ history: [received({ receipt: [line('lamp', ['l1'])] })] })).toEqual([
      ['mug', ['asked request merchant']],
      ['box', ['asked request merchant']],
    ]);
  });

  it('has the pictures of a receipt that a split has taken along, once', () => {
    const items = [
      { itemId: 'mug', quantity: 1 },
      { itemId: 'box', quantity: 1 },
    ];
    const line = (itemId: string): ReceiptLine => ({
      itemId,
      quantity: 1,
      state: 'damaged',
      pictures: [`of-${itemId}`],
    });
    const staff = actor('staff');
    const amount = { amountMinor: 12_900, currency: 'CNY' };
    const pictures = ['of-mug', 'of-box', 'whole'];
    const steps: readonly (readonly [command: Command, by: Actor, usable?: readonly string[]])[] = [
      [{ command: 'agree', fields: { amount, returnAddress: RETURN_ADDRESS } }, actor('merchant')],
      [{ command: 'submit-return', fields: { carrier: 'ZTO', trackingNumber: '73120458817' } }, actor('buyer')],
      [
        {
          command: 'confirm-receipt',
          fields: { receipt: items.map(({ itemId }) => line(itemId)), pictures: ['whole'] },
        },
        actor('merchant'),
        pictures,
      ],
      [{ command: 'reject-proposal' }, actor('buyer')],
      [{ command: 'escalate' }, actor('buyer')],
      [{ command: 'begin-review' }, staff],
    ];
    const opened = created({ request: { ...REQUEST, items, amount } }).ticket;
    const reviewing = steps.reduce(
      (ticket, [command, by, usable = []]) => act(ticket, command, by, contextAt(START_MS, { pictures: usable })),
      opened,
    );
    const fields = { part: [items[0]!], amount: { amountMinor: 100, currency: 'CNY' }, text: 'It was chipped.' };
    const rule = { command: 'rule', choice: 'refund', version: reviewing.version, fields };
    const ruled = decide(reviewing, rule, staff, contextAt(START_MS));
    if (!ruled.ok) throw new Error(JSON.stringify(ruled.error));
    const [mug, box] = [fold(reviewing, ruled.value), fold(undefined, ruled.spawned ?? [])];
    const found = (ticket: Ticket) =>
      filed(ticket).map((entry) => [
        entry.itemId,
        entry.pictures.map(({ id, source, party }) => `${id} ${source} ${party}`),
      ]);
    // Both have those of the whole parcel.
    for (const id of ['of-mug', 'whole'])
      expect(found(mug)).toMatchObject([['mug', expect.arrayContaining([`${id} receipt merchant`])]]);
    for (const id of ['of-box', 'whole'])
      expect(found(box)).toMatchObject([['box', expect.arrayContaining([`${id} receipt merchant`])]]);
    for (const audience of ['buyer', 'shop', 'handlers', 'staff'] as const) {
      const [creation] = box.history.map((entry) => historyEntryFor(entry, audience));
      expect(creation).toMatchObject({ kind: 'ticket-created', fields: { items: [items[1]], pictures: ['whole'] } });
    }
  });

  it('has the pictures of its own pieces of a line that was split, and those of the whole parcel', () => {
    const line = (id: string) => ({ itemId: 'mug', quantity: 1, state: 'damaged', pictures: [id] }) as const;
    const arrived = received({ pictures: ['parcel'], receipt: [line('mine'), line('theirs')] });
    const items = [{ itemId: 'mug', quantity: 1 }];
    const split = { ...arrived, id: 'split', kind: 'split', command: 'split', fields: { items } } as const;
    const receipt = [{ ...line('mine'), withheldPermille: 0 }];
    const idsOf = (history: Ticket['history']) =>
      filed({ ...requested({ items }), history, receipt }).flatMap(({ pictures }) => pictures.map(({ id }) => id));
    expect(idsOf([arrived, split])).toEqual(expect.arrayContaining(['parcel', 'mine']));
    expect(idsOf([arrived, split])).not.toContain('theirs');
    expect(idsOf([arrived])).toContain('theirs');
  });

  it('has up to 60 pictures of each piece', () => {
    const items = ['mug', 'box'].map((itemId) => ({ itemId, quantity: 1 }));
    const ids = (name: string) => Array.from({ length: 50 }, (_, index) => `${name}${index}`);
    const fields = {
      pictures: ids('all'),
      receipt: ['mug', 'box'].map(
        (itemId) => ({ itemId, quantity: 1, state: 'damaged', pictures: ids(itemId) }) as const,
      ),
    };
    const found = filed({ ...requested({ items }), history: [received(fields)] });
    expect(found.map(({ pictures }) => [pictures.length, pictures.at(-1)?.id])).toEqual([
      [60, 'mug9'],
      [60, 'box9'],
    ]);
  });

  it('is one entry per line of the order, if the request names none', () => {
    const { items: _items, ...request } = REQUEST;
    expect(filed({ request }).map(({ itemId, quantity }) => [itemId, quantity])).toEqual([
      ['mug', 2],
      ['box', 1],
    ]);
  });

  it('names a line that has been taken out of the order since', () => {
    const order = { ...ORDER, items: [ORDER.items[1]] } as unknown as Order;
    expect(filed({ order, orderAtOpening: ORDER })).toMatchObject([{ itemId: 'mug', title: 'Fog-blue handmade mug' }]);
  });

  it('is nothing for a reason that is not about the goods, and for a defect that the shop does not have', () => {
    expect(filed(requested({ reason: 'changed-mind' }))).toEqual([]);
    expect(filed(requested({ reason: 'toString' }))).toEqual([]);
    const archive = { reasons: { damaged: 'gone' } };
    expect(filed({}, [], { policy: { ...POLICY, archive } })).toEqual([]);
  });

  it('contains nothing that names the buyer, but in what is searched', () => {
    const text = JSON.stringify(filed().map(({ words: _words, ...entry }) => entry));
    for (const hidden of [ORDER.buyer.id, ORDER.buyer.name, '138']) expect(text).not.toContain(hidden);
  });

  it('is searched by whole characters, however long the buyer’s text is', () => {
    // Whatever stands before it: one of two cuts is in the middle of a pair.
    for (const before of ['', '.']) {
      const [entry] = filed(requested({ text: before + '\u{1F600}'.repeat(1_990) }));
      expect(entry?.words).toMatch(/\u{1F600}$/u);
      expect(entry?.words).not.toMatch(/\p{Surrogate}/u);
    }
  });

  it('follows the reason until somebody chooses', () => {
    const first = filed();
    expect(filed(requested({ reason: 'wrong-item' }), first)).toMatchObject([{ defect: 'wrong-goods' }]);
    expect(filed(requested({ reason: 'changed-mind' }), first)).toEqual([]);
    const chosen = first.map((entry) => changeEntry(entry, { action: 'set-defect', defect: 'cracked' }, HAND));
    expect(filed(requested({ reason: 'wrong-item' }), chosen)).toMatchObject([{ defect: 'cracked', chosen: HAND }]);
    expect(filed(requested({ reason: 'changed-mind' }), chosen)).toMatchObject([{ defect: 'cracked' }]);
  });

  it('stays removed, until it is restored or filed by hand', () => {
    const removed = filed().map((entry) => changeEntry(entry, { action: 'remove' }, HAND));
    expect(filed({}, removed)).toMatchObject([{ removed: HAND }]);
    const [restored] = removed.map((entry) => changeEntry(entry, { action: 'restore' }, HAND));
    expect(restored).not.toHaveProperty('removed');
    const again = fileTicket(created().ticket, { types, policy: POLICY, now: START_MS }, removed, HAND);
    expect(again[0]).not.toHaveProperty('removed');
  });

  it('stays as it is once the archive is not to keep it', () => {
    const known = filed();
    const later = { now: START_MS + (DEFAULT_ARCHIVE.keepDays + 1) * DAY_MS };
    expect(filed({}, [], later)).toEqual([]);
    expect(filed(requested({ reason: 'wrong-item' }), known, later)).toEqual(known);
  });

  it('can change only with events that change the request or bring pictures', () => {
    const { events } = created();
    expect(concernsArchive(events)).toBe(true);
    const [event] = events;
    const { created: _created, ...other } = event!;
    expect(concernsArchive([{ ...other, change: { workflow: 'resolved' } }])).toBe(false);
    const entry = (pictures: readonly string[]) =>
      received({ receipt: [{ itemId: 'mug', quantity: 1, state: 'damaged', pictures }] });
    expect(concernsArchive([{ ...other, entry: entry(['p1']) }])).toBe(true);
    expect(concernsArchive([{ ...other, entry: entry([]) }])).toBe(false);
  });
});

describe('[R40] a change of an entry', () => {
  const [entry] = filed();
  it('keeps who did it first, when it is repeated', () => {
    const later = { ...HAND, atMs: START_MS + 1 };
    const removed = changeEntry(entry!, { action: 'remove' }, HAND);
    expect(changeEntry(removed, { action: 'remove' }, later)).toBe(removed);
    const chosen = changeEntry(entry!, { action: 'set-defect', defect: 'broken' }, HAND);
    // What was suggested is now chosen.
    expect(chosen).toMatchObject({ defect: 'broken', chosen: HAND });
    expect(changeEntry(chosen, { action: 'set-defect', defect: 'broken' }, later)).toBe(chosen);
  });
});

describe('[R40] periods', () => {
  const of = (by: 'week' | 'month', from: string, to: string, zone = 'UTC') =>
    periodsOf(by, { fromMs: Date.parse(from), toMs: Date.parse(to) }, zone);

  it('are weeks from Monday, or months, without gaps', () => {
    expect(of('week', '2026-11-29T12:00Z', '2026-12-08T00:00Z')?.map(({ day }) => day)).toEqual([
      '2026-11-23',
      '2026-11-30',
      '2026-12-07',
    ]);
    expect(of('month', '2026-12-31T12:00Z', '2027-02-01T00:00Z')?.map(({ day }) => day)).toEqual([
      '2026-12-01',
      '2027-01-01',
      '2027-02-01',
    ]);
    for (const by of ['week', 'month'] as const) {
      const periods = of(by, '2026-01-01T00:00Z', '2027-06-01T00:00Z', 'Europe/Berlin') ?? [];
      for (const [index, { fromMs }] of periods.slice(1).entries()) expect(periods[index]?.beforeMs).toBe(fromMs);
    }
  });

  it('begin at the shop’s midnight, also across a change of clocks', () => {
    const [march] = of('month', '2026-03-15T00:00Z', '2026-03-15T00:00Z', 'Europe/Berlin') ?? [];
    expect([march?.fromMs, march?.beforeMs]).toEqual([
      Date.parse('2026-03-01T00:00+01:00'),
      Date.parse('2026-04-01T00:00+02:00'),
    ]);
    expect(of('week', '2026-11-29T16:30Z', '2026-11-29T16:30Z', 'Asia/Shanghai')?.[0]?.day).toBe('2026-11-30');
  });

  it('are bounded', () => {
    expect(of('month', '2020-01-01T00:00Z', '2029-12-31T00:00Z')).toHaveLength(MAX_PERIODS);
    expect(of('month', '2020-01-01T00:00Z', '2030-01-01T00:00Z')).toBeUndefined();
    expect(() => of('week', '2020-01-01T00:00Z', '2020-01-01T00:00Z', 'Nowhere')).toThrow(RangeError);
  });

  it('count tickets that were split from one as one case', () => {
    const [entry] = filed();
    const [period] = of('month', '2026-07-01T00:00Z', '2026-07-01T00:00Z') ?? [];
    const counts = countArchive(
      [entry!, { ...entry!, ticketId: 'split', quantity: 1 }, { ...entry!, caseId: 'x', defect: 'other' }],
      [period!],
    );
    expect([...counts].sort(byPeriod)).toMatchObject([
      { defect: 'broken', cases: 1, pieces: 3 },
      { defect: 'other', cases: 1, pieces: 2 },
    ]);
    expect(countArchive([{ ...entry!, atMs: 0 }], [period!])).toEqual([]);
  });
});

describe('[R40] a search', () => {
  it('has a few words, without differences of width and case', () => {
    expect(searchWords('  ＭＵＧ\t裂纹 \n mug ')).toEqual(['mug', '裂纹', 'mug']);
    expect(searchWords('a '.repeat(50))).toHaveLength(10);
    expect(searchWords(' ')).toEqual([]);
  });
});
