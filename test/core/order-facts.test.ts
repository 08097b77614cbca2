import { type Order, type OrderFactInput, refundableFor } from '@sidecard/core';
import { paidForItems, remainingBudget } from '@sidecard/core/authoring';
import {
  decideOrder,
  orderDifference,
  orderEvent,
  orderOfTickets,
  promises,
  promisesOnExpiry,
  rebuild,
} from '@sidecard/core/server';
import { builtInTypes } from '@sidecard/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { act, actor, contextAt, created, fold, ORDER, POLICY, START_MS } from '../support/tickets.ts';

const HOUR_MS = 3_600_000;
const CNY = (amountMinor: number) => ({ amountMinor, currency: 'CNY' });
const context = { now: START_MS, source: 'host' };
const { shippedAtMs: _shipped, signedAtMs: _signed, ...paid } = ORDER;
const UNSHIPPED: Order = { ...paid, version: 1 };
const [MUG, BOX] = ORDER.items as unknown as [Order['items'][0], Order['items'][0]];

/** Applies reports that must be accepted. */
function told(order: Order, ...reports: readonly (Order | OrderFactInput | readonly OrderFactInput[])[]): Order {
  return reports.reduce<Order>((known, report) => {
    const decision = decideOrder(known, report, context);
    if (!decision.ok) throw new Error(JSON.stringify(decision.error));
    return decision.value.order;
  }, order);
}

function problems(known: Order | undefined, report: Parameters<typeof decideOrder>[1], now = START_MS) {
  const decision = decideOrder(known, report, { ...context, now });
  return decision.ok ? [] : decision.error.problems.map(({ path, code }) => `${path} ${code}`);
}

describe('a fact of an order', () => {
  it('[R49] changes the order, its version, and is kept with its source', () => {
    const shipped = { fact: 'shipped', atMs: START_MS - HOUR_MS, carrier: 'SF', trackingNumber: 'SF1' } as const;
    expect(told(UNSHIPPED, shipped)).toEqual({
      ...UNSHIPPED,
      version: 2,
      shippedAtMs: START_MS - HOUR_MS,
      carrier: 'SF',
      trackingNumber: 'SF1',
      facts: [{ fact: 'shipped', atMs: START_MS - HOUR_MS, source: 'host', toldAtMs: START_MS }],
    });
  });

  it.each<[OrderFactInput, Partial<Order>]>([
    [{ fact: 'cancelled', atMs: START_MS }, { cancelledAtMs: START_MS }],
    [{ fact: 'confirmed', atMs: START_MS }, { confirmedAtMs: START_MS }],
    [{ fact: 'closed', atMs: START_MS }, { closedAtMs: START_MS }],
    [{ fact: 'carrier', atMs: START_MS, carrier: 'YTO' }, { carrier: 'YTO' }],
    [{ fact: 'freight', atMs: START_MS, amount: CNY(800) }, { freight: CNY(800) }],
    [{ fact: 'refunded-elsewhere', atMs: START_MS, amount: CNY(999) }, { refundedElsewhere: CNY(999) }],
    [
      { fact: 'refunded-elsewhere', atMs: START_MS, amount: CNY(999), itemId: 'box' },
      { items: [MUG, { ...BOX, refundedElsewhere: CNY(999) }] },
    ],
    [{ fact: 'amended', atMs: START_MS, items: [MUG] }, { items: [MUG] }],
  ])('[R49] %o is true of the order', (fact, change) => {
    expect(told(UNSHIPPED, fact)).toMatchObject({ ...change, version: 2 });
    expect(told(UNSHIPPED, fact, fact)).toEqual(told(UNSHIPPED, fact));
  });

  it('[R49] reported again with another time is corrected, and the history keeps both', () => {
    const [first, second] = [START_MS - 2 * HOUR_MS, START_MS - HOUR_MS];
    const order = told(UNSHIPPED, { fact: 'shipped', atMs: first }, { fact: 'shipped', atMs: second });
    expect(order).toMatchObject({ version: 3, shippedAtMs: second });
    expect(order.facts?.map(({ atMs }) => atMs)).toEqual([first, second]);
  });

  it('[R49] is kept among the latest fifty', () => {
    const many = Array.from({ length: 60 }, (_, n) => ({ fact: 'closed', atMs: START_MS - n }) as const);
    const order = told(UNSHIPPED, ...many);
    expect(order.version).toBe(61);
    expect(order.facts?.map(({ atMs }) => START_MS - atMs)).toEqual(Array.from({ length: 50 }, (_, n) => n + 10));
  });

  it('[R49] about amounts does not undo a later one', () => {
    const later = { fact: 'refunded-elsewhere', atMs: START_MS, amount: CNY(500) } as const;
    const earlier = { fact: 'refunded-elsewhere', atMs: START_MS - 1, amount: CNY(300) } as const;
    expect(told(UNSHIPPED, later, earlier)).toEqual(told(UNSHIPPED, later));
    expect(told(UNSHIPPED, earlier, later).refundedElsewhere).toEqual(CNY(500));
  });

  it('[R49] takes effect together with the others of its list, whatever their order', () => {
    const facts = [
      { fact: 'signed', atMs: START_MS },
      { fact: 'shipped', atMs: START_MS - HOUR_MS },
    ] as const;
    expect(told(UNSHIPPED, facts)).toMatchObject({ shippedAtMs: START_MS - HOUR_MS, signedAtMs: START_MS, version: 2 });
  });

  it('[R49] is the same order whatever is reported twice', () => {
    const atMs = fc.integer({ min: START_MS - 100 * HOUR_MS, max: START_MS });
    const amount = fc.integer({ min: 0, max: 3_000 }).map(CNY);
    const fact: fc.Arbitrary<OrderFactInput> = fc.oneof(
      fc.record({ fact: fc.constantFrom('shipped', 'delivered', 'signed', 'confirmed', 'closed', 'cancelled'), atMs }),
      fc.record({ fact: fc.constant('freight'), atMs, amount }),
      fc.record({ fact: fc.constant('refunded-elsewhere'), atMs, amount, itemId: fc.constantFrom('mug', 'box') }),
      fc.record({ fact: fc.constant('refunded-elsewhere'), atMs, amount }),
      fc.record({ fact: fc.constant('carrier'), atMs, carrier: fc.constantFrom('SF', 'YTO') }),
      fc.record({ fact: fc.constant('amended'), atMs, items: fc.constantFrom(ORDER.items, [MUG] as const) }),
    );
    const play = (facts: readonly OrderFactInput[]) =>
      facts.reduce<Order>((known, one) => {
        const decision = decideOrder(known, one, context);
        return decision.ok ? decision.value.order : known;
      }, UNSHIPPED);
    fc.assert(
      fc.property(fc.array(fc.tuple(fact, fc.integer({ min: 1, max: 3 })), { maxLength: 12 }), (facts) => {
        const once = play(facts.map(([one]) => one));
        const often = play(facts.flatMap(([one, times]) => Array.from({ length: times }, () => one)));
        expect(often).toEqual(once);
        expect(decideOrder(once, once, context)).toEqual({ ok: true, value: { order: once, changed: false } });
        const { amountMinor } = refundableFor(once);
        expect(amountMinor).toBeGreaterThanOrEqual(0);
        expect(once.version).toBeLessThanOrEqual(1 + facts.length);
      }),
    );
  });
});

describe('a report that cannot be true', () => {
  const seconds = Math.floor(START_MS / 1_000);
  const before = ORDER.paidAtMs - 1;
  it.each<[string, Parameters<typeof decideOrder>[1], readonly string[]]>([
    ['in seconds', { fact: 'shipped', atMs: seconds }, ['atMs time-in-seconds']],
    ['in the future', { fact: 'closed', atMs: Date.UTC(2100, 0) }, ['atMs time-in-future']],
    ['before the order was paid', { fact: 'shipped', atMs: before }, ['atMs before-paid']],
    ['an arrival without shipping', { fact: 'signed', atMs: START_MS }, ['atMs not-shipped']],
    [
      'signed before shipped',
      [
        { fact: 'shipped', atMs: START_MS },
        { fact: 'signed', atMs: START_MS - 1 },
      ],
      ['facts[1].atMs before-shipped'],
    ],
    [
      'shipped after it was cancelled',
      [
        { fact: 'cancelled', atMs: START_MS - 1 },
        { fact: 'shipped', atMs: START_MS },
      ],
      ['facts[1].atMs after-cancelled'],
    ],
    [
      'postage in another currency',
      { fact: 'freight', atMs: START_MS, amount: { amountMinor: 1, currency: 'USD' } },
      ['amount currency-differs'],
    ],
    ['postage in the future', { fact: 'freight', atMs: START_MS * 2, amount: CNY(1) }, ['atMs time-in-future']],
    [
      'more refunded than paid',
      { fact: 'refunded-elsewhere', atMs: START_MS, amount: CNY(27_800) },
      ['amount more-than-paid'],
    ],
    [
      'more refunded than paid for the line',
      { fact: 'refunded-elsewhere', atMs: START_MS, amount: CNY(2_000), itemId: 'box' },
      ['amount more-than-paid'],
    ],
    [
      'a line that does not exist',
      { fact: 'refunded-elsewhere', atMs: START_MS, amount: CNY(1), itemId: 'cup' },
      ['itemId item-unknown'],
    ],
    [
      'lines in another currency',
      { fact: 'amended', atMs: START_MS, items: [{ ...MUG, paid: { amountMinor: 1, currency: 'USD' } }] },
      ['items[0].paid currency-differs'],
    ],
    [
      'two lines with one id',
      { fact: 'amended', atMs: START_MS, items: [MUG, { ...BOX, id: 'mug' }] },
      ['items[1].id item-repeated'],
    ],
    ['another order', { ...UNSHIPPED, id: 'other' }, ['id other-order']],
    ['another buyer', { ...UNSHIPPED, buyer: { id: 'other', name: '' } }, ['buyer.id other-buyer']],
    ['another chat', { ...UNSHIPPED, conversationId: 'other' }, ['conversationId other-conversation']],
    ['a promise in seconds', { ...UNSHIPPED, promised: { shipByMs: seconds } }, ['promised.shipByMs time-in-seconds']],
  ])('[R49] %s is refused with what to change', (_, report, expected) => {
    expect(problems(UNSHIPPED, report)).toEqual(expected);
  });

  it('[R49] is refused as a whole order, too, but not for what was known before', () => {
    expect(problems(undefined, { ...ORDER, signedAtMs: (ORDER.shippedAtMs ?? 0) - 1 })).toEqual([
      'signedAtMs before-shipped',
    ]);
    const odd = { ...ORDER, signedAtMs: 5 };
    expect(problems(odd, { ...odd, closedAtMs: START_MS })).toEqual([]);
    expect(problems(undefined, { fact: 'closed', atMs: START_MS })).toEqual([' order-unknown']);
  });

  it('[R49] says what to change', () => {
    const decision = decideOrder(UNSHIPPED, { fact: 'shipped', atMs: seconds }, context);
    expect(!decision.ok && decision.error.problems[0]?.text).toMatch(/multiply it by 1,000/);
  });

  it('[R49] may be a few minutes ahead, and confirmed before it is signed for', () => {
    expect(problems(UNSHIPPED, { fact: 'confirmed', atMs: START_MS + 5 * 60_000 })).toEqual([]);
    expect(problems(UNSHIPPED, { fact: 'confirmed', atMs: START_MS + 5 * 60_000 + 1 })).toEqual([
      'atMs time-in-future',
    ]);
  });
});

describe('a whole order', () => {
  it('[R49] is new with version 1, and changes nothing when it is the same', () => {
    const fresh = told({ ...ORDER, version: 9 }, ORDER);
    expect(fresh.version).toBe(9);
    expect(decideOrder(undefined, { ...ORDER, version: 7, facts: [] }, context)).toEqual({
      ok: true,
      value: { order: { ...ORDER, version: 1 }, changed: true },
    });
  });

  it('[R49] keeps what it does not mention', () => {
    const order = told(
      UNSHIPPED,
      { fact: 'shipped', atMs: START_MS, carrier: 'SF' },
      { fact: 'freight', atMs: START_MS, amount: CNY(1) },
    );
    expect(told(order, UNSHIPPED)).toEqual(order);
  });

  it('[R49] never makes more refundable by not mentioning what was refunded elsewhere', () => {
    const order = told(
      UNSHIPPED,
      { fact: 'refunded-elsewhere', atMs: START_MS, amount: CNY(10_000), itemId: 'mug' },
      { fact: 'refunded-elsewhere', atMs: START_MS, amount: CNY(1_000) },
    );
    expect(refundableFor(order)).toEqual(CNY(25_800 + 1_999 - 11_000));
    expect(told(order, UNSHIPPED)).toEqual(order);
    const reduced = { ...UNSHIPPED, items: [{ ...MUG, quantity: 1, paid: CNY(15_800) }, BOX] } as const;
    expect(refundableFor(told(order, reduced))).toEqual(refundableFor(order));
  });

  it('[R49] counts once what was refunded elsewhere, whether it or a fact reports the lines that have it now', () => {
    const order = told(UNSHIPPED, {
      fact: 'refunded-elsewhere',
      atMs: START_MS,
      amount: CNY(5_000),
    });
    const lines: readonly Order['items'][] = [
      [{ ...MUG, refundedElsewhere: CNY(5_000) }, BOX],
      [{ ...MUG, paid: CNY(20_800) }, BOX],
    ];
    for (const items of lines) {
      const amended = { fact: 'amended', atMs: START_MS, items } as const;
      for (const report of [{ ...UNSHIPPED, items }, amended]) {
        expect(refundableFor(told(order, report))).toEqual(refundableFor(order));
        expect(told(order, report).refundedElsewhere).toEqual(CNY(0));
        expect(told(order, report, report)).toEqual(told(order, report));
      }
    }
  });

  it('[R49] that is looked up changes nothing by another look, another chat, or another sequence of its lines', () => {
    const mug = (n: number) => {
      const pictureUrl = `https://pictures.example/mug?sig=${n}`;
      return { ...MUG, title: `Mug ${n}`, options: 'blue', pictureUrl };
    };
    const signed = (n: number): Order => ({ ...UNSHIPPED, items: [BOX, mug(n)] });
    const known = told(UNSHIPPED, signed(1));
    const lookedUp = (order: Order) => decideOrder(known, order, { ...context, isLookedUp: true });
    expect(lookedUp(signed(2))).toEqual({ ok: true, value: { order: known, changed: false } });
    const reversed: Order = { ...signed(2), items: [mug(2), BOX] };
    expect(lookedUp(reversed)).toEqual({ ok: true, value: { order: known, changed: false } });
    // The host sends these itself.
    expect(told(known, signed(2))).toMatchObject({ version: 3, items: signed(2).items });
    const cheaper: Order = { ...signed(2), items: [BOX, { ...mug(2), paid: CNY(1) }] };
    expect(lookedUp(cheaper)).toMatchObject({ value: { order: { version: 3, items: cheaper.items } } });
  });

  it('[R49] that is looked up may be in another chat: its tickets keep theirs', () => {
    const moved = { ...UNSHIPPED, conversationId: 'another' };
    const decision = decideOrder(UNSHIPPED, moved, { ...context, isLookedUp: true });
    expect(decision).toEqual({ ok: true, value: { order: { ...moved, version: 2 }, changed: true } });
    const { ticket } = created({ order: UNSHIPPED, type: 'shipment-urging', request: { reason: 'late' } });
    expect(orderEvent(ticket, { ...moved, version: 2 }, { ...contextAt(START_MS), by: actor('host') })).toBeUndefined();
  });

  it('[R49] is refundable for what was paid and not refunded elsewhere', () => {
    const order = { ...ORDER, refundedElsewhere: CNY(50_000) };
    expect(refundableFor(order)).toEqual(CNY(0));
    expect(remainingBudget({ ...ORDER, refundedElsewhere: CNY(799) }, [], POLICY).refund).toEqual(CNY(27_000));
    expect(paidForItems({ ...ORDER, items: [{ ...MUG, quantity: 1 }] }, [{ itemId: 'mug', quantity: 2 }])).toBe(25_800);
  });
});

describe('a ticket of an order that changes', () => {
  const { ticket, events } = created({
    order: UNSHIPPED,
    type: 'shipment-urging',
    request: { reason: 'late' },
  });
  const host = actor('host');
  const shipped = told(UNSHIPPED, { fact: 'shipped', atMs: START_MS });
  const event = orderEvent(ticket, shipped, { ...contextAt(START_MS), by: host });

  it('[R49] has the order as it is, and as it was when it was opened', () => {
    const after = fold(ticket, event ? [event] : []);
    expect(after).toMatchObject({ version: 2, order: shipped, orderAtOpening: UNSHIPPED });
    expect(after.history.at(-1)).toMatchObject({
      kind: 'order-fact-recorded',
      fields: { fact: 'shipped', atMs: START_MS },
    });
    expect(rebuild([...events, ...(event ? [event] : [])])).toEqual(after);
    expect(orderEvent(after, shipped, { ...contextAt(START_MS), by: host })).toBeUndefined();
    expect(orderDifference(UNSHIPPED, shipped)).toEqual(['shippedAtMs']);
  });

  it('[R49] takes facts by the command record-order through the same rules', () => {
    const record = (fact: string, atMs?: number) =>
      act(ticket, { command: 'record-order', fields: { fact, ...(atMs === undefined ? {} : { atMs }) } }, host);
    expect(record('shipped', START_MS)).toMatchObject({ order: shipped, orderAtOpening: UNSHIPPED });
    expect(record('cancelled').order.cancelledAtMs).toBe(START_MS);
    expect(record('order-closed').order.closedAtMs).toBe(START_MS);
    expect(() => record('signed')).toThrow('not-shipped');
    expect(() => record('shipped', 1_782_432_000)).toThrow('time-in-seconds');
    expect(() => record('freight')).toThrow('incomplete');
  });

  it('[R49] of an earlier release makes the order from the newest, with what only older ones know', () => {
    const older = { ...ticket, createdAtMs: 1, order: { ...UNSHIPPED, closedAtMs: 5, carrier: 'SF' } };
    const newer = { ...ticket, createdAtMs: 2, order: { ...UNSHIPPED, carrier: 'YTO' } };
    expect(orderOfTickets([newer, older])).toMatchObject({ closedAtMs: 5, carrier: 'YTO' });
    expect(orderOfTickets([])).toBeUndefined();
  });
});

describe('commands that promise money or goods', () => {
  const all = (command: string) => builtInTypes.filter((type) => promises(type, command)).length;
  it('[R49] are known from what they do', () => {
    expect(
      builtInTypes.flatMap((type) =>
        type.transitions.some(({ command }) => command === 'agree') && !promises(type, 'agree') ? [type.key] : [],
      ),
    ).toEqual([]);
    expect(all('propose')).toBeGreaterThan(0);
    expect(all('accept-proposal')).toBeGreaterThan(0);
    for (const command of ['decline', 'reply', 'claim', 'record-order', 'withdraw', 'request-evidence', 'unknown']) {
      expect([command, all(command)]).toEqual([command, 0]);
    }
    expect(promises(undefined, 'agree')).toBe(false);
    expect(contextAt(START_MS).types.size).toBe(builtInTypes.length);
  });

  it('[R49] include deadlines that pay, send or end by silence, and no others', () => {
    const typeOf = (key: string) => builtInTypes.find((type) => type.key === key);
    expect(promisesOnExpiry(typeOf('refund-before-shipment'), 'answer')).toBe(true);
    expect(promisesOnExpiry(typeOf('commitment-claim'), 'answer')).toBe(true);
    expect(promisesOnExpiry(typeOf('return-refund'), 'receipt')).toBe(true);
    for (const key of ['answer', 'return', 'begin-review', 'settle', 'claim', 'unknown']) {
      expect([key, promisesOnExpiry(typeOf('return-refund'), key)]).toEqual([key, false]);
    }
    expect(promisesOnExpiry(undefined, 'answer')).toBe(false);
  });
});
