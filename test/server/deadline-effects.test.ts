import { DAY_MS, type Order } from '@sidecard/core';
import type { TicketEvent } from '@sidecard/core/authoring';
import type { CommandBody, TicketAnswer, TicketView } from '@sidecard/core/wire';
import { Kysely } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Claims, peopleOf, startTestServer, type TestServer } from '../support/server.ts';
import { ORDER, RETURN_ADDRESS, START_MS } from '../support/tickets.ts';

const HOUR_MS = 3_600_000;
const { signedAtMs: _signed, ...UNDER_WAY } = ORDER;
const { shippedAtMs: _shipped, ...UNSHIPPED } = UNDER_WAY;
const PROMISED: Order = { ...UNSHIPPED, promised: { shipByMs: START_MS + 3 * HOUR_MS } };
/** The same purchase at several stages, by the first letters of the order's id. */
const STAGES: Readonly<Record<string, Order>> = {
  signed: ORDER,
  sent: UNDER_WAY,
  unsent: UNSHIPPED,
  promised: PROMISED,
};

let world: TestServer;
beforeAll(async () => {
  world = await startTestServer({
    orders: (_, id) => {
      const order = STAGES[id.split(':')[0] ?? ''];
      return Promise.resolve(order && { ...order, id });
    },
  });
});
afterAll(() => world.stop());

type Who = keyof ReturnType<typeof peopleOf>;
type Step = readonly [who: Who, body: CommandBody];
const ITEMS = [{ itemId: 'mug', quantity: 1 }];
const PARCEL = { carrier: 'SF', trackingNumber: 'SF12345678' };
const AMOUNT = { amountMinor: 12_900, currency: 'CNY' };
const ADDRESS: CommandBody = { command: 'agree', fields: { returnAddress: RETURN_ADDRESS } };
const SEND_BACK: Step = ['buyer', { command: 'submit-return', fields: PARCEL }];
const DECLINE: Step = ['main', { command: 'decline', fields: { reason: 'other', text: 'We would rather not.' } }];
const REFUND = { items: ITEMS, refundOnly: false, reason: 'damaged', amount: AMOUNT };
const EXCHANGE = { items: ITEMS, wanted: 'One that is whole', advance: false, reason: 'damaged' };
const REPAIR = { items: ITEMS, reason: 'defect' };
const NEW_ADDRESS = { address: RETURN_ADDRESS, reason: 'moved' };
const INVOICE = { title: 'He Yiqing', reason: 'not-received' };
const POSTAGE = { postage: { amountMinor: 1_000, currency: 'CNY' }, reason: 'promised' };

interface Case {
  readonly type: string;
  readonly stage: keyof typeof STAGES;
  readonly request: TicketView['request'];
  readonly steps: readonly Step[];
  readonly key: string;
  readonly lastsMs: number;
  readonly becomes: Partial<TicketView>;
  /** The clock that runs from then on, and how long. */
  readonly next?: readonly [key: string, lastsMs: number];
}
const ESCALATED = { intervention: 'requested', displayStatus: 'platform-intervening' } as const;
const LAPSED = { workflow: 'closed', ending: 'lapsed', settlement: 'none' } as const;
const REVIEW = ['begin-review', DAY_MS] as const;

const CASES: readonly { readonly effect: string; readonly cases: readonly Case[] }[] = [
  {
    effect: '[R16] brings the platform in',
    cases: [
      {
        type: 'address-change',
        stage: 'sent',
        request: NEW_ADDRESS,
        steps: [],
        key: 'answer',
        lastsMs: 4 * HOUR_MS,
        becomes: { ...ESCALATED, workflow: 'awaiting-merchant' },
        next: REVIEW,
      },
      {
        type: 'address-change',
        stage: 'promised',
        request: NEW_ADDRESS,
        steps: [],
        key: 'answer',
        lastsMs: 3 * HOUR_MS,
        becomes: { ...ESCALATED, workflow: 'awaiting-merchant' },
        next: REVIEW,
      },
      {
        type: 'address-change',
        stage: 'sent',
        request: NEW_ADDRESS,
        steps: [['main', { command: 'agree' }]],
        key: 'intercept',
        lastsMs: 72 * HOUR_MS,
        becomes: { ...ESCALATED, workflow: 'awaiting-fulfilment' },
        next: REVIEW,
      },
      {
        type: 'delivery-issue',
        stage: 'sent',
        request: { reason: 'lost' },
        steps: [['main', { command: 'contact-carrier', fields: { carrier: 'SF', text: 'We ask them.' } }]],
        key: 'carrier',
        lastsMs: 48 * HOUR_MS,
        becomes: { ...ESCALATED, workflow: 'awaiting-fulfilment' },
        next: REVIEW,
      },
      {
        type: 'delivery-issue',
        stage: 'sent',
        request: { reason: 'lost' },
        steps: [['main', { command: 'intercept', fields: { text: 'We have it stopped.' } }]],
        key: 'intercept',
        lastsMs: 72 * HOUR_MS,
        becomes: { ...ESCALATED, workflow: 'awaiting-fulfilment' },
        next: REVIEW,
      },
      {
        type: 'repair',
        stage: 'signed',
        request: REPAIR,
        steps: [['main', ADDRESS], SEND_BACK, ['main', { command: 'confirm-receipt' }]],
        key: 'repair',
        lastsMs: 15 * DAY_MS,
        becomes: { ...ESCALATED, goodsWithMerchant: true },
        next: REVIEW,
      },
      {
        type: 'resend',
        stage: 'signed',
        request: { items: ITEMS, reason: 'missing' },
        steps: [['main', { command: 'agree' }]],
        key: 'fulfil',
        lastsMs: 2 * DAY_MS,
        becomes: { ...ESCALATED, workflow: 'awaiting-fulfilment' },
        next: REVIEW,
      },
      {
        // the merchant holds the goods
        type: 'return-refund',
        stage: 'signed',
        request: REFUND,
        steps: [
          ['main', { command: 'agree', fields: { amount: AMOUNT, returnAddress: RETURN_ADDRESS } }],
          SEND_BACK,
          DECLINE,
        ],
        key: 'escalate',
        lastsMs: 7 * DAY_MS,
        becomes: { ...ESCALATED, workflow: 'declined' },
        next: REVIEW,
      },
    ],
  },
  {
    effect: 'closes the ticket',
    cases: [
      {
        type: 'exchange',
        stage: 'signed',
        request: EXCHANGE,
        steps: [['main', ADDRESS]],
        key: 'return',
        lastsMs: 7 * DAY_MS,
        becomes: LAPSED,
      },
      {
        type: 'invoice-urging',
        stage: 'signed',
        request: INVOICE,
        steps: [DECLINE],
        key: 'escalate',
        lastsMs: 7 * DAY_MS,
        becomes: LAPSED,
      },
      {
        type: 'return-postage',
        stage: 'signed',
        request: POSTAGE,
        steps: [
          [
            'main',
            { command: 'propose', fields: { postage: { amountMinor: 500, currency: 'CNY' }, text: 'Half of it?' } },
          ],
        ],
        key: 'proposal',
        lastsMs: 2 * DAY_MS,
        becomes: LAPSED,
      },
    ],
  },
  {
    effect: 'resolves the ticket, and what is owed is owed',
    cases: [
      {
        type: 'return-refund',
        stage: 'signed',
        request: REFUND,
        steps: [['main', { command: 'agree', fields: { amount: AMOUNT, returnAddress: RETURN_ADDRESS } }], SEND_BACK],
        key: 'receipt',
        lastsMs: 10 * DAY_MS,
        becomes: { workflow: 'resolved', ending: 'met', settlement: 'pending' },
      },
      {
        type: 'resend',
        stage: 'signed',
        request: { items: ITEMS, reason: 'missing' },
        steps: [
          ['main', { command: 'agree' }],
          ['main', { command: 'fulfil', choice: 'done', fields: PARCEL }],
        ],
        key: 'confirm',
        lastsMs: 10 * DAY_MS,
        becomes: { workflow: 'resolved', ending: 'met', settlement: 'none' },
      },
    ],
  },
  {
    effect: 'moves the ticket on',
    cases: [
      {
        type: 'exchange',
        stage: 'signed',
        request: EXCHANGE,
        steps: [['main', ADDRESS], SEND_BACK],
        key: 'receipt',
        lastsMs: 10 * DAY_MS,
        becomes: { workflow: 'awaiting-fulfilment' },
        next: ['fulfil', 2 * DAY_MS],
      },
      {
        type: 'repair',
        stage: 'signed',
        request: REPAIR,
        steps: [['main', ADDRESS], SEND_BACK],
        key: 'receipt',
        lastsMs: 10 * DAY_MS,
        becomes: { workflow: 'awaiting-fulfilment' },
        next: ['repair', 15 * DAY_MS],
      },
    ],
  },
];

let count = 0;
const read = async (who: Claims, id: string) => (await world.get<TicketAnswer>(who, `/v1/tickets/${id}`)).body.ticket;
const scheduledDeadlines = (id: string) =>
  new Kysely<{ deadline: { ticket_id: string; key: string; due_at_ms: number } }>({ dialect: world.database.dialect })
    .selectFrom('deadline')
    .select(['key', 'due_at_ms'])
    .where('ticket_id', '=', id)
    // What the shop did has claimed the ticket.
    .where('key', '!=', 'claim')
    .execute();
/** Everything that happened to a ticket, in order, as it is stored. */
const eventsOf = async (id: string) =>
  (
    await new Kysely<{ ticket_event: { ticket_id: string; position: number; body: TicketEvent } }>({
      dialect: world.database.dialect,
    })
      .selectFrom('ticket_event')
      .select('body')
      .where('ticket_id', '=', id)
      .orderBy('position')
      .execute()
  ).map(({ body }) => body);

async function begin({ type, stage, request, steps }: Pick<Case, 'type' | 'stage' | 'request' | 'steps'>) {
  world.clock.set(START_MS);
  const who = peopleOf(`shop-${++count}`);
  let { ticket } = await world.create({ type, orderId: `${stage}:${count}`, request }, who.buyer);
  for (const [by, body] of steps) ({ ticket } = await world.move(who[by], ticket.id, body));
  return { who, id: ticket.id, version: ticket.version };
}

describe.each(CASES)('a deadline that $effect', ({ cases }) => {
  it.each(cases)(
    'does so to the millisecond: $key of $type, $stage',
    async ({ key, lastsMs, becomes, next, ...start }) => {
      const { who, id, version } = await begin(start);
      expect((await scheduledDeadlines(id)).map((timer) => [timer.key, timer.due_at_ms])).toEqual([
        [key, START_MS + lastsMs],
      ]);
      world.clock.set(START_MS + lastsMs - 1);
      await world.server.tick();
      expect((await read(who.main, id)).version).toBe(version);

      world.clock.advance(1);
      await world.server.tick();
      await world.server.tick();
      for (const reader of [who.buyer, who.main, who.staff]) {
        const ticket = await read(reader, id);
        expect(ticket).toMatchObject({ ...becomes, version: version + 1 });
        expect(ticket.history.at(-1)).toMatchObject({
          kind: 'deadline-passed',
          command: 'expire',
          choice: key,
          by: { party: 'system' },
          atMs: START_MS + lastsMs,
        });
      }
      const now = START_MS + lastsMs;
      expect((await scheduledDeadlines(id)).map((timer) => [timer.key, timer.due_at_ms])).toEqual(
        next ? [[next[0], now + next[1]]] : becomes.settlement === 'pending' ? [['settle', now + 7 * DAY_MS]] : [],
      );
    },
  );
});

describe('several deadlines', () => {
  it('of a ticket pass in the order in which they were due, each on what the one before has left', async () => {
    const { who, id } = await begin({ type: 'return-refund', stage: 'signed', request: REFUND, steps: [DECLINE] });
    await world.move(who.buyer, id, { command: 'escalate' });
    await world.move(who.staff, id, { command: 'begin-review' });
    await world.command(who.main, id, { command: 'claim' });
    const fields = { from: ['buyer', 'merchant'], text: 'A picture of it?' };
    await world.move(who.staff, id, { command: 'request-evidence', fields });
    const before = (await eventsOf(id)).length;
    // long after all of them: the claim's 15 minutes, two days for evidence, three for the ruling
    world.clock.set(START_MS + 30 * DAY_MS);
    await world.server.tick();
    const passed = (await eventsOf(id)).slice(before);
    expect(passed.map(({ kind, entry }) => [kind, entry?.choice])).toEqual([
      ['released', 'claim'],
      ['evidence-missing', 'evidence-buyer'],
      ['evidence-missing', 'evidence-merchant'],
      ['deadline-noticed', 'rule'],
    ]);
    expect(await read(who.staff, id)).toMatchObject({ intervention: 'reviewing', asked: [] });
    expect(await scheduledDeadlines(id)).toEqual([]);
  });

  it('in a row begin where time has got to: what one sets runs from then on', async () => {
    const { who, id } = await begin({
      type: 'exchange',
      stage: 'signed',
      request: EXCHANGE,
      steps: [['main', ADDRESS], SEND_BACK],
    });
    const late = START_MS + 60 * DAY_MS;
    world.clock.set(late);
    await world.server.tick();
    expect(await read(who.main, id)).toMatchObject({ workflow: 'awaiting-fulfilment', intervention: 'none' });
    expect(await scheduledDeadlines(id)).toEqual([{ key: 'fulfil', due_at_ms: late + 2 * DAY_MS }]);
    world.clock.set(late + 2 * DAY_MS);
    await world.server.tick();
    expect(await read(who.main, id)).toMatchObject({ intervention: 'requested' });
  });
});
