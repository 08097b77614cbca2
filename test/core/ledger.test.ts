import type { FieldValues } from '@sidecard/core/wire';
import type { Order, TicketType } from '@sidecard/core';
import {
  decideCreate,
  exchange,
  indexTypes,
  ledgerOf,
  repair,
  resend,
  returnRefund,
  type Ticket,
} from '@sidecard/core/authoring';
import { builtInTypes } from '@sidecard/core';
import { describe, expect, it } from 'vitest';
import { buyer, cny, merchant } from '../support/cases.ts';
import { act, actor, contextAt, fold, ORDER, RETURN_ADDRESS, START_MS } from '../support/tickets.ts';

const DAY_MS = 86_400_000;
const TYPES = indexTypes(builtInTypes);
const PACKET = { carrier: 'ZTO', trackingNumber: '73120458817' };
const mugs = (quantity: number) => [{ itemId: 'mug', quantity }];

const REQUESTS: Readonly<Record<string, FieldValues>> = {
  'return-refund': { refundOnly: false, reason: 'damaged', amount: cny(12_900) },
  exchange: { wanted: 'The same', advance: false, reason: 'damaged' },
  repair: { reason: 'damaged' },
  resend: { reason: 'missing' },
};

let opened = 0;
function open(
  { key }: TicketType,
  change: FieldValues = {},
  related: readonly Ticket[] = [],
  { order = ORDER, now = START_MS }: { order?: Order; now?: number } = {},
) {
  const request = { items: mugs(1), ...REQUESTS[key], ...change };
  const decision = decideCreate({ type: key, merchantId: 'shop-1', order, request }, actor('buyer'), {
    ...contextAt(now, { related, newId: () => `id-${++opened}` }),
    number: `2607-${opened}`,
  });
  return decision.ok ? fold(undefined, decision.value) : decision.error;
}
function must(found: ReturnType<typeof open>): Ticket {
  if ('code' in found) throw new Error(JSON.stringify(found));
  return found;
}

const agreed = (ticket: Ticket, fields: FieldValues = {}, related: readonly Ticket[] = []) =>
  act(
    ticket,
    { command: 'agree', fields: { returnAddress: RETURN_ADDRESS, ...fields } },
    merchant,
    contextAt(START_MS, { related }),
  );
const returned = (ticket: Ticket) => act(ticket, { command: 'submit-return', fields: PACKET }, buyer);
const received = (ticket: Ticket) => act(ticket, { command: 'confirm-receipt' }, merchant);
const refunded = (change: FieldValues = {}) =>
  received(returned(agreed(must(open(returnRefund, change)), { amount: change['amount'] ?? cny(12_900) })));
const replaced = () => {
  const sent = act(
    received(returned(agreed(must(open(exchange))))),
    { command: 'fulfil', choice: 'done', fields: PACKET },
    merchant,
  );
  return act(sent, { command: 'confirm-fulfilment' }, buyer);
};

const ABOUT_PIECES = [returnRefund, exchange, repair, resend] as const;

describe('[R46] a piece', () => {
  it.each(ABOUT_PIECES)('that is in a case can be in no other: $key', (type) => {
    const first = must(open(type, { items: mugs(2), ...(type === returnRefund ? { amount: cny(25_800) } : {}) }));
    for (const other of ABOUT_PIECES) {
      expect(open(other, {}, [first])).toMatchObject({ code: 'request-not-allowed', because: 'piece-in-case' });
      expect(open(other, { items: [{ itemId: 'box', quantity: 1 }], amount: cny(1) }, [first])).not.toHaveProperty(
        'because',
      );
    }
  });

  it('of a line of two leaves the other one free', () => {
    const one = must(open(returnRefund));
    expect(open(exchange, { items: mugs(2) }, [one])).toMatchObject({ because: 'piece-in-case' });
    const two = must(open(exchange, {}, [one]));
    expect(open(repair, {}, [one, two])).toMatchObject({ because: 'piece-in-case' });
  });

  it.each(ABOUT_PIECES)('that came back and was refunded is in no other case: $key', (type) => {
    const one = refunded({ items: mugs(2), amount: cny(25_800) });
    expect(one).toMatchObject({ workflow: 'resolved', goodsWithMerchant: true });
    expect(open(type, {}, [one])).toMatchObject({ because: 'piece-refunded' });
    expect(ledgerOf(ORDER, [one], TYPES).lines[0]).toMatchObject({
      free: 0,
      refundable: cny(0),
      held: [{ state: 'returned' }],
    });
  });

  it('that was refunded whole stays refunded without a return, and one that was refunded in part can come back', () => {
    const refund = (amountMinor: number) =>
      act(
        must(open(returnRefund, { refundOnly: true, amount: cny(amountMinor) })),
        { command: 'agree', fields: { amount: cny(amountMinor) } },
        merchant,
      );
    const both = must(open(returnRefund, { items: mugs(2), refundOnly: true, amount: cny(25_800) }));
    const whole = act(both, { command: 'agree', fields: { amount: cny(25_800) } }, merchant);
    expect(open(returnRefund, {}, [whole])).toMatchObject({ because: 'piece-refunded' });
    const part = refund(900);
    const next = open(returnRefund, { items: mugs(2), amount: cny(24_900) }, [part]);
    expect(next).toMatchObject({ workflow: 'awaiting-merchant' });
    expect(open(returnRefund, { items: mugs(2), amount: cny(24_901) }, [part])).toMatchObject({
      problems: [{ field: 'amount', problem: 'too-high', max: 24_900 }],
    });
  });

  it('[R46] that several tickets, or the host, have refunded in full is in no new case', () => {
    const box = { items: [{ itemId: 'box', quantity: 1 }], refundOnly: true };
    const paid = (amountMinor: number, related: readonly Ticket[] = []) =>
      act(
        must(open(returnRefund, { ...box, amount: cny(amountMinor) }, related)),
        { command: 'agree', fields: { amount: cny(amountMinor) } },
        merchant,
        contextAt(START_MS, { related }),
      );
    const first = paid(1_000);
    const both = [first, paid(999, [first])];
    for (const type of [exchange, resend]) {
      expect(open(type, { items: box.items }, [first])).toMatchObject({ workflow: 'awaiting-merchant' });
      expect(open(type, { items: box.items }, both)).toMatchObject({ because: 'piece-refunded' });
    }
    const elsewhere: Order = {
      ...ORDER,
      items: [
        ORDER.items[0],
        { id: 'box', title: 'Gift box', quantity: 1, paid: cny(1_999), refundedElsewhere: cny(1_999) },
      ],
    };
    expect(open(resend, { items: box.items }, [], { order: elsewhere })).toMatchObject({
      because: 'piece-refunded',
    });
  });

  it('[R46] [R49] of a cancelled order is in no new case', () => {
    const order = { ...ORDER, cancelledAtMs: START_MS };
    for (const type of [returnRefund, exchange, repair, resend])
      expect(open(type, {}, [], { order })).toMatchObject({ because: 'order-cancelled' });
  });

  it('that was replaced is in no other case', () => {
    const one = replaced();
    expect(one).toMatchObject({ workflow: 'resolved', ending: 'met' });
    const order = { ...ORDER, items: [{ ...ORDER.items[0], quantity: 1 }] } as const;
    expect(open(returnRefund, {}, [one], { order })).toMatchObject({ because: 'piece-replaced' });
  });

  it('that was repaired can be in a case again', () => {
    const back = received(returned(agreed(must(open(repair)))));
    const home = act(
      act(back, { command: 'fulfil', choice: 'done', fields: PACKET }, merchant),
      { command: 'confirm-fulfilment' },
      buyer,
    );
    expect(home).toMatchObject({ workflow: 'resolved', goodsWithMerchant: false });
    expect(open(repair, { items: mugs(2) }, [home])).toMatchObject({ workflow: 'awaiting-merchant' });
  });

  it('is asked about at most as often as the policy says, and a withdrawn case frees it', () => {
    const tickets: Ticket[] = [];
    for (let attempt = 1; attempt <= 5; attempt++)
      tickets.push(act(must(open(returnRefund, {}, tickets)), { command: 'withdraw' }, buyer));
    expect(open(returnRefund, {}, tickets)).toMatchObject({ because: 'too-many-attempts' });
    expect(open(returnRefund, { items: [{ itemId: 'box', quantity: 1 }], amount: cny(1_999) }, tickets)).toMatchObject({
      version: 1,
    });
  });
});

describe('[R46] the after-sales period', () => {
  const confirmed = { ...ORDER, confirmedAtMs: START_MS };
  // Midnight in Shanghai that ends the 30th day after 1 July, 8:00.
  const overMs = Date.UTC(2026, 6, 31, 16);

  it.each(builtInTypes.filter(({ key }) => !['repair', 'invoice-urging'].includes(key)))('ends for $key', ({ key }) => {
    const order = ['shipment-urging', 'presale-deposit', 'address-change'].includes(key)
      ? { ...confirmed, shippedAtMs: undefined, signedAtMs: undefined }
      : key === 'delivery-issue' || key === 'logistics-stalled'
        ? { ...confirmed, signedAtMs: undefined }
        : confirmed;
    const decision = decideCreate(
      { type: key, merchantId: 'shop-1', order: order as Order, request: {} },
      actor('buyer'),
      { ...contextAt(START_MS + 400 * DAY_MS), number: '1' },
    );
    expect(decision.ok).toBe(false);
  });

  it('ends at the local midnight that closes its last day', () => {
    expect(open(returnRefund, {}, [], { order: confirmed, now: overMs - 1 })).toMatchObject({ version: 1 });
    expect(open(returnRefund, {}, [], { order: confirmed, now: overMs })).toMatchObject({
      code: 'request-not-allowed',
      because: 'period-over',
    });
    expect(open(repair, {}, [], { order: confirmed, now: overMs })).toMatchObject({ version: 1 });
    expect(open(returnRefund, {}, [], { now: START_MS + 400 * DAY_MS })).toMatchObject({ version: 1 });
  });
});

describe('[R46] an amount', () => {
  it('is limited to the chosen pieces: the last of a line get the rest of it', () => {
    const order = { ...ORDER, items: [{ ...ORDER.items[0], quantity: 3, paid: cny(10_000) }] } as const;
    const ask = (amountMinor: number, related: readonly Ticket[]) =>
      open(returnRefund, { amount: cny(amountMinor) }, related, { order });
    const done: Ticket[] = [];
    for (const most of [3_333, 3_333, 3_334]) {
      expect(ask(most + 1, done)).toMatchObject({ problems: [{ problem: 'too-high', max: most }] });
      const ticket = received(returned(agreed(must(ask(most, done)), { amount: cny(most) }, done)));
      done.push(ticket);
    }
    expect(ask(1, done)).toMatchObject({ because: 'piece-refunded' });
  });

  it('agreed, proposed or ruled is not above that of the chosen pieces', () => {
    const socks = must(open(returnRefund, { items: [{ itemId: 'box', quantity: 1 }], amount: cny(1_000) }));
    const context = contextAt(START_MS);
    const agree = () => agreed(socks, { amount: cny(2_000) });
    expect(agree).toThrow('"max":1999');
    expect(() =>
      act(
        socks,
        { command: 'propose', fields: { amount: cny(2_000), refundOnly: true, text: 'Here you are.' } },
        merchant,
        context,
      ),
    ).toThrow('"max":1999');
  });

  it('of pieces that cost nothing is nothing, and they can be returned', () => {
    const order = { ...ORDER, items: [ORDER.items[0], { ...ORDER.items[1], paid: cny(0) }] } as Order;
    const gift = { items: [{ itemId: 'box', quantity: 1 }], amount: cny(0) };
    expect(open(returnRefund, { ...gift, amount: cny(1) }, [], { order })).toMatchObject({
      problems: [{ problem: 'too-high', max: 0 }],
    });
    expect(open(returnRefund, { amount: cny(0) }, [], { order })).toMatchObject({
      problems: [{ problem: 'too-low', min: 1 }],
    });
    const done = received(returned(agreed(must(open(returnRefund, gift, [], { order })), { amount: cny(0) })));
    expect(done).toMatchObject({ workflow: 'resolved', settlement: 'none' });
    expect(open(returnRefund, gift, [done], { order })).toMatchObject({ because: 'piece-refunded' });
  });

  it('that was asked is agreed to whole, or the shop reads why not', () => {
    const ticket = must(open(returnRefund, { items: mugs(2), amount: cny(25_800) }));
    const less = {
      ...ticket,
      order: { ...ORDER, items: [{ ...ORDER.items[0], quantity: 1, paid: cny(4_000) }] } as Order,
    };
    expect(() => agreed(less, { amount: cny(4_000) })).toThrow('less-left-than-asked');
    expect(
      act(
        less,
        { command: 'propose', fields: { amount: cny(4_000), refundOnly: true, text: 'What is left.' } },
        merchant,
      ).proposal?.refund,
    ).toEqual(cny(4_000));
  });
});
