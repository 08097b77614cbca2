import { builtInTypes, type ItemQuantity, type Money, type Order } from '@sidecard/core';
import {
  type Command,
  decide,
  decideCreate,
  defineTicketType,
  exchange,
  ledgerOf,
  type Ticket,
  indexTypes,
  type DecideContext,
} from '@sidecard/core/authoring';
import { limitsOfPart } from '@sidecard/core/wire';
import { actionsFor, repair, resend, returnRefund, rows } from '@sidecard/core/authoring';
import { describe, expect, it } from 'vitest';
import {
  DECLINE,
  act,
  actor,
  contextAt,
  created,
  expire,
  fold,
  ORDER,
  refusal,
  REQUEST,
  RETURN_ADDRESS,
  START_MS,
} from '../support/tickets.ts';

const TYPES = indexTypes(builtInTypes);
const merchant = actor('merchant');
const buyer = actor('buyer');
const staff = actor('staff');
const ONE_MUG = [{ itemId: 'mug', quantity: 1 }];
const cny = (amountMinor: number): Money => ({ amountMinor, currency: 'CNY' });

/** Does a command about some of the pieces. @returns both tickets */
function split(ticket: Ticket, command: Command, by = merchant, context: DecideContext = contextAt(START_MS)) {
  const decision = decide(ticket, { version: ticket.version, ...command }, by, context);
  if (!decision.ok) throw new Error(JSON.stringify(decision.error));
  const { value: events, spawned } = decision;
  return { events, spawned, first: fold(ticket, events), rest: fold(undefined, spawned ?? []) };
}

const agree = (amountMinor: number, part?: readonly ItemQuantity[]): Command => ({
  command: 'agree',
  fields: { amount: cny(amountMinor), returnAddress: RETURN_ADDRESS, ...(part ? { part } : {}) },
});
const SENT: Command = { command: 'submit-return', fields: { carrier: 'ZTO', trackingNumber: '73120458817' } };
const everything = [
  { itemId: 'mug', quantity: 2 },
  { itemId: 'box', quantity: 1 },
];

/** The most that a ruling can give for the box alone. */
function attributed(ticket: Ticket, context: DecideContext): number {
  const action = actionsFor(ticket, 'staff', context).find(({ choice }) => choice === 'refund');
  return action?.limits?.['amount']?.shares?.find(({ itemId }) => itemId === 'box')?.max ?? 0;
}

describe('agreeing to one of two', () => {
  const { ticket } = created();
  const { first, rest, events, spawned } = split(ticket, agree(12_900, ONE_MUG));

  it('[R48] goes on with that one, for its share of the money', () => {
    expect(first).toMatchObject({
      id: ticket.id,
      version: 3,
      workflow: 'awaiting-return',
      request: { items: ONE_MUG, amount: cny(12_900), reason: 'damaged' },
      agreed: { refund: cny(12_900), returnAddress: RETURN_ADDRESS },
    });
  });

  it('[R48] leaves the other where it was, in a linked case that can be decided in turn', () => {
    expect(rest).toMatchObject({
      version: 1,
      workflow: 'awaiting-merchant',
      request: { items: ONE_MUG, amount: cny(12_900), reason: 'damaged' },
      deadlines: ticket.deadlines,
      createdAtMs: ticket.createdAtMs,
      number: `${ticket.number}-1`,
      splitFrom: ticket.id,
      links: [{ ticketId: ticket.id, number: ticket.number, type: 'return-refund', relation: 'came-from' }],
    });
    expect(first.links).toEqual([
      { ticketId: rest.id, number: rest.number, type: 'return-refund', relation: 'led-to' },
    ]);
    const declined = act(rest, DECLINE, merchant, contextAt(START_MS, { related: [first] }));
    expect(declined.workflow).toBe('declined');
  });

  it('[R48] is said in the histories of both, and in the message to the buyer', () => {
    expect(events.map(({ kind, version }) => [kind, version])).toEqual([
      ['split', 2],
      ['agreed', 3],
    ]);
    expect(first.history.map(({ kind }) => kind)).toEqual(['ticket-created', 'split', 'agreed']);
    expect(first.history[1]).toMatchObject({ command: 'split', fields: { items: ONE_MUG }, by: { party: 'merchant' } });
    expect(first.history[2]?.sentMessage?.text).toMatch(/^About Fog-blue handmade mug ×1: We agree to refund ¥129.00/);
    expect(rest.history).toMatchObject([{ kind: 'ticket-created', command: 'split', fields: { items: ONE_MUG } }]);
    expect(spawned?.map(({ kind, version }) => [kind, version])).toEqual([['ticket-created', 1]]);
    const chinese = split(created({ locale: 'zh-CN' }).ticket, agree(12_900, ONE_MUG)).first;
    expect(chinese.history[2]?.sentMessage?.text).toMatch(/^Fog-blue handmade mug ×1：已同意退货退款/);
  });

  it('[R46] [R48] has each piece in one open case', () => {
    const ledger = ledgerOf(ORDER, [first, rest], TYPES);
    expect(ledger.lines[0]).toMatchObject({
      free: 0,
      held: [
        { ticketId: first.id, state: 'in-case', quantity: 1 },
        { ticketId: rest.id, state: 'in-case', quantity: 1 },
      ],
    });
    const again = decideCreate({ type: 'return-refund', merchantId: 'shop-1', order: ORDER, request: REQUEST }, buyer, {
      ...contextAt(START_MS, { related: [first, rest] }),
      number: '2',
    });
    expect(again).toMatchObject({ error: { because: 'piece-in-case' } });
  });

  it('[R46] [R48] is one attempt of the buyer, however it ends', () => {
    const ended = [first, rest].map((one) => act(one, { command: 'withdraw' }, buyer));
    expect(ledgerOf(ORDER, ended, TYPES).lines[0]).toMatchObject({ free: 2, attempts: 1 });
    const another = act({ ...created().ticket, id: 'another' }, { command: 'withdraw' }, buyer);
    expect(ledgerOf(ORDER, [...ended, another], TYPES).lines[0]).toMatchObject({ attempts: 2 });
  });

  it('[R48] gives every further case a number of its own', () => {
    const five = [{ itemId: 'mug', quantity: 5 }];
    const order: Order = { ...ORDER, items: [{ ...ORDER.items[0], quantity: 5 }] };
    const { ticket: whole } = created({ order, request: { ...REQUEST, items: five } });
    const one = split(whole, { ...DECLINE, fields: { ...DECLINE.fields, part: ONE_MUG } });
    const two = split(
      one.rest,
      { ...DECLINE, fields: { ...DECLINE.fields, part: ONE_MUG } },
      merchant,
      contextAt(START_MS, { related: [one.first] }),
    );
    const three = split(
      two.rest,
      { ...DECLINE, fields: { ...DECLINE.fields, part: ONE_MUG } },
      merchant,
      contextAt(START_MS, { related: [one.first, two.first] }),
    );
    expect([one.rest, two.rest, three.rest].map(({ number }) => number)).toEqual([
      '2607-0001-1',
      '2607-0001-2',
      '2607-0001-3',
    ]);
    expect(three.rest.splitFrom).toBe(whole.id);
    expect(three.rest.request['items']).toEqual([{ itemId: 'mug', quantity: 2 }]);
  });
});

describe('the share of the money', () => {
  it.each([
    ['of what was asked', 10_000, 5_000, 5_000],
    ['rounded down, with the rest for the others', 10_001, 5_000, 5_001],
  ])('[R48] is %s', (_, asked, mine, others) => {
    const { ticket } = created({ request: { ...REQUEST, amount: cny(asked) } });
    const { first, rest } = split(ticket, agree(mine, ONE_MUG));
    expect([first.request['amount'], rest.request['amount']]).toEqual([cny(mine), cny(others)]);
  });

  it('[R48] goes by what was paid for the lines', () => {
    const { ticket } = created({ request: { ...REQUEST, items: everything, amount: cny(27_799) } });
    const { first, rest } = split(ticket, agree(1_999, [{ itemId: 'box', quantity: 1 }]));
    expect(first.request).toMatchObject({ items: [{ itemId: 'box', quantity: 1 }], amount: cny(1_999) });
    expect(rest.request).toMatchObject({ items: [{ itemId: 'mug', quantity: 2 }], amount: cny(25_800) });
  });

  it('[R48] is the least and the most that can be agreed, as the form says', () => {
    const { ticket } = created();
    for (const amountMinor of [12_899, 12_901]) {
      expect(refusal(agree(amountMinor, ONE_MUG), merchant, ticket)).toMatchObject({
        code: 'field-invalid',
        problems: [{ field: 'amount', min: 12_900, max: 12_900 }],
      });
    }
    const offered = actionsFor(ticket, 'handlers', contextAt(START_MS)).find(({ command }) => command === 'agree');
    expect(limitsOfPart(offered?.limits ?? {}, { part: ONE_MUG })['amount']).toMatchObject({
      min: 12_900,
      max: 12_900,
    });
    expect(limitsOfPart(offered?.limits ?? {}, { part: 'x' })).toBe(offered?.limits);
  });

  it('[R48] is never more than the pieces cost, though rounding would make it so', () => {
    const order: Order = { ...ORDER, items: [{ ...ORDER.items[0], quantity: 7, paid: cny(1_000) }] };
    const { ticket } = created({
      order,
      request: { ...REQUEST, items: [{ itemId: 'mug', quantity: 3 }], amount: cny(428) },
    });
    const { first, rest } = split(ticket, agree(142, ONE_MUG));
    expect(rest.request['amount']).toEqual(cny(285));
    const context = contextAt(START_MS, { related: [first] });
    expect(act(rest, agree(285), merchant, context).agreed?.refund).toEqual(cny(285));
  });

  it('[R48] is nothing for free pieces', () => {
    const [mug] = ORDER.items;
    const order: Order = { ...ORDER, items: [mug, { id: 'gift', title: 'Gift', quantity: 1, paid: cny(0) }] };
    const items = [
      { itemId: 'mug', quantity: 1 },
      { itemId: 'gift', quantity: 1 },
    ];
    const { ticket } = created({ order, request: { ...REQUEST, items, amount: cny(12_900) } });
    const { first, rest } = split(ticket, agree(0, [{ itemId: 'gift', quantity: 1 }]));
    expect(first).toMatchObject({ workflow: 'awaiting-return', agreed: { refund: cny(0) } });
    expect(rest.request).toMatchObject({ amount: cny(12_900) });
  });
});

describe('a receipt of one of two', () => {
  const sent = act(act(created().ticket, agree(25_800), merchant), SENT, buyer);
  const { first, rest } = split(sent, { command: 'confirm-receipt', fields: { part: ONE_MUG } });

  it('[R48] pays for that one', () => {
    expect(first).toMatchObject({ workflow: 'resolved', settlement: 'pending', agreed: { refund: cny(12_900) } });
  });

  it('[R48] leaves the other on its way, with its parcel and its deadline', () => {
    expect(rest).toMatchObject({
      workflow: 'awaiting-receipt',
      agreed: { refund: cny(12_900) },
      returnShipment: sent.returnShipment,
      goodsWithMerchant: true,
      deadlines: sent.deadlines,
    });
    expect(expire(rest, 'receipt')).toMatchObject({ workflow: 'resolved', agreed: { refund: cny(12_900) } });
  });

  it('[R48] has the postage of the one parcel refunded once', () => {
    const request = { postage: cny(1_000), reason: 'promised' };
    const ask = (related: readonly Ticket[]) =>
      decideCreate({ type: 'return-postage', merchantId: 'shop-1', order: ORDER, request }, buyer, {
        ...contextAt(START_MS, { related }),
        number: '2',
      });
    const asked = ask([first, rest]);
    if (!asked.ok) throw new Error('not opened');
    expect(ask([first, rest, fold(undefined, asked.value)])).toMatchObject({ error: { because: 'already-requested' } });
  });
});

describe('a ruling on one of two', () => {
  const declined = act(created().ticket, DECLINE, merchant);
  const reviewing = act(act(declined, { command: 'escalate' }, buyer), { command: 'begin-review' }, staff);
  const ruled = split(
    reviewing,
    {
      command: 'rule',
      choice: 'refund',
      fields: { part: ONE_MUG, amount: cny(12_900), compensation: cny(500), text: 'It was chipped.' },
    },
    staff,
  );

  it('[R48] leaves the other with the platform, and what is awarded besides is paid once', () => {
    expect(ruled.first).toMatchObject({
      workflow: 'resolved',
      agreed: { refund: cny(12_900), compensation: cny(500) },
      rulings: [{ choice: 'refund' }],
    });
    expect(ruled.rest).toMatchObject({
      workflow: 'declined',
      intervention: 'reviewing',
      declinedFrom: 'awaiting-merchant',
      disagreedAtMs: START_MS,
      rulings: [],
    });
    const closed = act(
      ruled.rest,
      { command: 'rule', choice: 'for-merchant', fields: { text: 'This one is whole.' } },
      staff,
      contextAt(START_MS, { related: [ruled.first] }),
    );
    expect(closed).toMatchObject({ workflow: 'closed', ending: 'ruled-for-merchant' });
  });

  it('[R48] takes an earlier ruling along, so that there are two at most, and its award not twice', () => {
    const forBuyer = act(
      reviewing,
      { command: 'rule', choice: 'for-buyer', fields: { compensation: cny(500), text: 'Take it back.' } },
      staff,
    );
    const sent = act(forBuyer, SENT, buyer);
    const { rest } = split(sent, { ...DECLINE, fields: { ...DECLINE.fields, part: ONE_MUG } });
    expect(rest.rulings).toEqual([{ choice: 'for-buyer', atMs: START_MS, text: 'Take it back.' }]);
    expect(rest.agreed).toEqual({ refund: cny(12_900), refundOnly: false, returnAddress: RETURN_ADDRESS });
  });
});

describe('a part', () => {
  const { ticket } = created();
  const part = (value: unknown) => refusal(agree(12_900, value as readonly ItemQuantity[]), merchant, ticket);

  it.each([
    ['none of the pieces', [], 'required'],
    ['a piece that the case is not about', [{ itemId: 'box', quantity: 1 }], 'unknown-option'],
    ['more than there are', [{ itemId: 'mug', quantity: 3 }], 'too-high'],
    ['less than one', [{ itemId: 'mug', quantity: 0 }], 'too-low'],
    ['half a piece', [{ itemId: 'mug', quantity: 0.5 }], 'wrong-kind'],
    ['a line twice', [...ONE_MUG, ...ONE_MUG], 'unknown-option'],
    ['something else', 'mug', 'wrong-kind'],
  ])('[R48] is refused if it is %s', (_, value, problem) => {
    const refused = part(value);
    expect(refused).toMatchObject({ code: 'field-invalid' });
    expect((refused as { problems: readonly unknown[] }).problems).toContainEqual(
      expect.objectContaining({ field: 'part', problem }),
    );
  });

  it('[R48] of all the pieces is the whole case', () => {
    const decision = decide(
      ticket,
      { version: 1, ...agree(25_800, [{ itemId: 'mug', quantity: 2 }]) },
      merchant,
      contextAt(START_MS),
    );
    expect(decision).toMatchObject({ ok: true, value: [{ kind: 'agreed', version: 2 }] });
    expect(decision).not.toHaveProperty('spawned');
  });

  it('[R48] cannot be chosen where the agreement names some of the pieces', () => {
    const { ticket: asked } = created({
      type: 'resend',
      request: { items: [{ itemId: 'mug', quantity: 2 }], reason: 'lost' },
    });
    const proposed = act(
      asked,
      { command: 'propose', choice: 'part', fields: { items: ONE_MUG, text: 'One is left.' } },
      merchant,
    );
    const accepted = act(proposed, { command: 'accept-proposal' }, buyer);
    const inReview = { ...accepted, intervention: 'reviewing' as const };
    const limits = actionsFor(inReview, 'staff', contextAt(START_MS)).find(
      ({ choice }) => choice === 'for-merchant',
    )?.limits;
    expect(limits?.['part']).toEqual({ items: [] });
  });

  it('[R46] [R48] leaves what was agreed for the other pieces, and gets no more than is left beside it', () => {
    const everythingAsked = created({ request: { ...REQUEST, items: everything, amount: cny(27_799) } }).ticket;
    const spent = { ...created().ticket, id: 'spent', workflow: 'resolved' as const, agreed: { refund: cny(23_799) } };
    const agreedTo: Ticket = {
      ...everythingAsked,
      agreed: { refund: cny(4_000), refundOnly: true },
      intervention: 'reviewing',
    };
    const context = contextAt(START_MS, { related: [{ ...spent, request: {} }] });
    const box = [{ itemId: 'box', quantity: 1 }];
    const ruled = (amountMinor: number): Command => ({
      ...{ command: 'rule', choice: 'refund', version: agreedTo.version },
      fields: { part: box, amount: cny(amountMinor), text: 'For the box.' },
    });
    const kept = attributed(agreedTo, context);
    expect(refusal(ruled(1_999), staff, agreedTo, context)).toMatchObject({
      code: 'field-invalid',
      problems: [{ field: 'amount', problem: 'too-high' }],
    });
    const { first, rest } = split(agreedTo, ruled(kept), staff, context);
    expect((first.agreed?.refund?.amountMinor ?? 0) + (rest.agreed?.refund?.amountMinor ?? 0)).toBeLessThanOrEqual(
      4_000,
    );
  });

  it('[R48] is in it once, also if a type is made from another', () => {
    const own = defineTicketType({ ...resend, key: 'own' });
    const forms = own.transitions.map(({ fields = [] }) => fields.filter(({ key }) => key === 'part').length);
    expect(Math.max(...forms)).toBe(1);
  });

  it.each([returnRefund, exchange, repair, resend])(
    '[R48] is in each decision of $key, of shop and platform',
    (type) => {
      const forms = type.transitions.filter(
        ({ by, command }) =>
          (by === 'merchant' || by === 'staff') && (rows.DIVISIBLE as readonly string[]).includes(command),
      );
      expect(forms.length).toBeGreaterThan(3);
      // A refusal begins with its reason.
      for (const { command, fields } of forms)
        expect(fields?.at(command === 'decline' ? -1 : 0)).toMatchObject({
          key: 'part',
          kind: 'items',
          optional: true,
        });
    },
  );
});
