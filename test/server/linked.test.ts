import { builtInTypes } from '@sidecard/core';
import { defineTicketType, resend, rows } from '@sidecard/core/authoring';
import type { CommandBody, Problem, TicketAnswer, TicketPage, TicketView } from '@sidecard/core/wire';
import { Kysely } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Claims, type Frame, orderCalled, peopleOf, startTestServer, type TestServer } from '../support/server.ts';
import { ORDER } from '../support/tickets.ts';

const { pieces: _, ...aboutNoPieces } = resend;
/** A type that opens a ticket of another one, of which there never can be any. */
const errand = defineTicketType({
  ...aboutNoPieces,
  key: 'errand',
  transitions: [
    {
      ...rows.HANDLE,
      ...rows.MET,
      command: 'pass-on',
      from: 'awaiting-merchant',
      spawns: { type: 'never', request: ({ request }) => request, command: 'agree', fields: () => ({}) },
    },
    ...resend.transitions,
  ],
});
const never = defineTicketType({ ...aboutNoPieces, key: 'never', refuses: () => 'already-requested' });

let world: TestServer;
const faults: string[] = [];
beforeAll(async () => {
  const onError = ({ message }: Error) => void faults.push(message);
  world = await startTestServer({ types: [...builtInTypes, errand, never], onError });
});
afterAll(async () => {
  await world.stop();
  expect(faults).toEqual([]);
});

const MUGS = [{ itemId: 'mug', quantity: 2 }];
const ISSUE = { type: 'delivery-issue', request: { reason: 'lost' } };
const RESEND: CommandBody = {
  command: 'hand-over',
  choice: 'resend',
  fields: { items: MUGS, text: 'So sorry for this.' },
};
const PAID = { amountMinor: 25_800, currency: 'CNY' };
const REFUND: CommandBody = {
  command: 'hand-over',
  choice: 'refund',
  fields: { items: MUGS, amount: PAID, text: 'So sorry for this.' },
};
let count = 0;
/** A shop with somebody who may handle, and somebody who may not. */
async function shop() {
  const who = peopleOf(`shop-${++count}`);
  for (const account of [who.main, who.sub]) await world.get(account, '/v1/session');
  return who;
}
const tickets = async (who: Claims) => (await world.get<TicketPage>(who, '/v1/tickets')).body.tickets;
const linked = ({ links = [] }: TicketView) => links[0]?.ticketId ?? '';
const read = async (who: Claims, id: string) => (await world.get<TicketAnswer>(who, `/v1/tickets/${id}`)).body.ticket;
const ticketFrames = (frames: readonly Frame[]) =>
  frames.flatMap((frame) => (frame.event === 'ticket' ? frame.data.ticket : []));

describe('a ticket that leads to another one', () => {
  it('[R3] opens it in the same step: both know of each other', async () => {
    const who = await shop();
    const { ticket } = await world.create(ISSUE, who.buyer);
    const answer = await world.move(who.main, ticket.id, RESEND);
    expect(answer.sentMessage?.text).toBe('We will resend: Fog-blue handmade mug ×2. So sorry for this.');
    const { ticket: origin } = answer;
    const other = await read(who.main, linked(origin));
    // How much it is was the shop's word: the buyer says whether that settles it.
    expect(origin).toMatchObject({ workflow: 'awaiting-confirmation', version: 2, deadlines: [{ key: 'confirm' }] });
    expect(origin.links).toEqual([
      { ticketId: other.id, number: other.number, type: 'resend', typeLabels: resend.labels, relation: 'led-to' },
    ]);
    expect(other).toMatchObject({
      type: 'resend',
      workflow: 'awaiting-fulfilment',
      version: 2,
      request: { items: MUGS, reason: 'lost' },
      links: [{ ticketId: origin.id, number: origin.number, type: 'delivery-issue', relation: 'came-from' }],
      history: [{ command: 'create' }, { command: 'agree' }],
    });
    expect(other.number).toBe(`${origin.number}-1`);
    const timers = await new Kysely<{ deadline: { ticket_id: string; key: string } }>({
      dialect: world.database.dialect,
    })
      .selectFrom('deadline')
      .select(['ticket_id', 'key'])
      .where('ticket_id', 'in', [origin.id, other.id])
      .execute();
    // Who acts has claimed both.
    expect(timers).toHaveLength(4);
    expect(timers).toEqual(
      expect.arrayContaining([
        { ticket_id: origin.id, key: 'confirm' },
        { ticket_id: origin.id, key: 'claim' },
        { ticket_id: other.id, key: 'fulfil' },
        { ticket_id: other.id, key: 'claim' },
      ]),
    );
  });

  it('[R1] [R7] has one card for the new one, and tells the buyer once', async () => {
    const who = await shop();
    const { ticket } = await world.create(ISSUE, who.buyer);
    const stream = await world.stream(who.main);
    await stream.until('card');
    const { ticket: origin, sentMessage } = await world.move(who.main, ticket.id, RESEND);
    const again = await world.stream(who.main);
    for (const one of [stream, again]) {
      const { ticketId, text } = (await one.until('reply')).data;
      expect([ticketId, text]).toEqual([origin.id, sentMessage?.text]);
    }
    await world.server.tick();
    for (const one of [stream, again]) await one.pending();
    expect(stream.text.match(/^event: reply$/gm)).toHaveLength(1);
    const cards = (text: string) => [...text.matchAll(/"messageId":"(sidecard-card-[^"]+)"/g)].map(([, id]) => id);
    expect(cards(stream.text).sort()).toEqual([ticket.id, linked(origin)].map((id) => `sidecard-card-${id}`).sort());
    for (const one of [stream, again]) await one.close();
  });

  it('is in everybody’s stream with it: buyer, accounts that may not handle, handlers, staff', async () => {
    const who = await shop();
    const { ticket } = await world.create(ISSUE, who.buyer);
    const streams = [];
    for (const reader of [who.buyer, who.sub, who.main, who.staff]) streams.push(await world.stream(reader));
    const { ticket: origin, cursor } = await world.move(who.main, ticket.id, RESEND);
    await world.server.tick();
    for (const stream of streams) {
      const seen = ticketFrames(await stream.pending());
      expect(seen.find(({ id }) => id === origin.id)).toMatchObject({
        workflow: 'awaiting-confirmation',
        links: [{ relation: 'led-to' }],
      });
      expect(seen.filter(({ id }) => id === linked(origin)).at(-1)).toMatchObject({ workflow: 'awaiting-fulfilment' });
      await stream.close();
    }
    // a reader who goes on from the answer has missed nothing
    const later = await world.stream(who.main, cursor);
    expect(ticketFrames(await later.pending())).toEqual([]);
    await later.close();
    expect((await tickets(who.buyer)).map(({ id }) => id).sort()).toEqual([origin.id, linked(origin)].sort());
  });

  it('is carried out once, however often it comes: the same answer, and no third ticket', async () => {
    const who = await shop();
    const { ticket } = await world.create(ISSUE, who.buyer);
    const send = () => world.command<TicketAnswer & Problem>(who.main, ticket.id, { ...RESEND, version: 1 }, 'once');
    const answers = await Promise.all([send(), send(), send()]);
    answers.push(await send());
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    for (const { body } of answers) expect(body).toEqual(answers[0]?.body);
    expect(answers.filter(({ headers }) => headers.get('idempotent-replayed') === 'true')).toHaveLength(3);
    expect(await tickets(who.main)).toHaveLength(2);
    const other = await world.command<Problem>(who.main, ticket.id, { ...RESEND, version: 1 });
    expect([other.status, other.body.code]).toEqual([409, 'version-conflict']);
    expect(await tickets(who.main)).toHaveLength(2);
  });

  it('does not happen at all when the other one is refused: for its form, or for the order', async () => {
    const who = await shop();
    const { ticket } = await world.create(ISSUE, who.buyer);
    // within what was paid for the order, and more than was paid for these goods
    const fields = { ...REFUND.fields, items: [{ itemId: 'box', quantity: 1 }] };
    const tooMuch = await world.command(who.main, ticket.id, { ...REFUND, version: 1, fields });
    expect([tooMuch.status, tooMuch.body]).toMatchObject([
      422,
      { code: 'field-invalid', problems: [{ field: 'amount', problem: 'too-high', max: 1_999 }] },
    ]);
    expect(await read(who.main, ticket.id)).toMatchObject({ workflow: 'awaiting-merchant', version: 1 });

    const { ticket: passed } = await world.create(
      { type: 'errand', request: { items: MUGS, reason: 'lost' } },
      who.buyer,
    );
    const refused = await world.command(who.main, passed.id, { command: 'pass-on', version: 1 });
    expect([refused.status, refused.body]).toMatchObject([
      409,
      { code: 'request-not-allowed', because: 'already-requested' },
    ]);
    expect(await read(who.main, passed.id)).toMatchObject({ workflow: 'awaiting-merchant', version: 1 });
    expect(await tickets(who.main)).toHaveLength(2);
  });

  it('needs the permission, and is offered to nobody without it', async () => {
    const who = await shop();
    const { ticket } = await world.create(ISSUE, who.buyer);
    const refused = await world.command(who.sub, ticket.id, { ...RESEND, version: 1 });
    expect([refused.status, refused.body.code]).toEqual([403, 'permission-missing']);
    expect(await tickets(who.main)).toHaveLength(1);
  });

  it('is one statement: a database that fails at it has neither', async () => {
    const who = await shop();
    // the number that the other one would have is taken, by whatever means
    const { ticket } = await world.create(ISSUE, who.buyer);
    const { ticket: rival } = await world.create(ISSUE, who.buyer);
    const db = new Kysely<{ ticket: { id: string; number: string } }>({ dialect: world.database.dialect });
    const rename = (number: string) => db.updateTable('ticket').set({ number }).where('id', '=', rival.id).execute();
    await rename(`${ticket.number}-1`);
    const failed = await world.command(who.main, ticket.id, { ...RESEND, version: 1 }, 'again');
    expect([failed.status, failed.body.code]).toEqual([503, 'unavailable']);
    expect(faults.splice(0)).toEqual([expect.stringContaining('ticket_by_number')]);
    expect(await read(who.main, ticket.id)).toMatchObject({ workflow: 'awaiting-merchant', version: 1 });
    expect(await tickets(who.main)).toHaveLength(2);
    await rename(rival.number);
    const repeated = await world.command(who.main, ticket.id, { ...RESEND, version: 1 }, 'again');
    expect([repeated.status, repeated.body.ticket.workflow]).toEqual([200, 'awaiting-confirmation']);
    expect(await tickets(who.main)).toHaveLength(3);
  });

  it('takes the money that it gives from what the order’s others can give, and tells their readers', async () => {
    const who = await shop();
    const order = orderCalled(`${ORDER.id}-money-${count}`);
    const on = { orderId: order.id };
    const { ticket: third } = await world.create({ ...ISSUE, ...on }, who.buyer);
    const { ticket: issue } = await world.create({ ...ISSUE, ...on }, who.buyer);
    const mostOf = (ticket: TicketView | undefined) =>
      ticket?.actions.find(({ choice }) => choice === 'refund')?.limits?.['amount']?.max;
    expect(mostOf(await read(who.main, third.id))).toBe(27_799);
    const stream = await world.stream(who.main);
    const { ticket: origin } = await world.move(who.main, issue.id, REFUND);
    expect(await read(who.host, linked(origin))).toMatchObject({
      type: 'return-refund',
      workflow: 'resolved',
      settlement: 'pending',
      agreed: { refund: PAID, refundOnly: true },
    });
    await world.server.tick();
    const seen = ticketFrames(await stream.pending()).find(({ id }) => id === third.id);
    expect(mostOf(seen)).toBe(1_999);
    expect(mostOf(await read(who.main, third.id))).toBe(1_999);
    await stream.close();
  });
});
