import type {
  CommandBody,
  HistoryPage,
  Problem,
  ReceiptLine,
  TicketAnswer,
  TicketPage,
  TicketView,
} from '@sidecard/core/wire';
import { Kysely } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Claims, type Frame, orderCalled, peopleOf, startTestServer, type TestServer } from '../support/server.ts';
import { ORDER, REQUEST, RETURN_ADDRESS } from '../support/tickets.ts';

let world: TestServer;
const faults: string[] = [];
beforeAll(async () => {
  world = await startTestServer({ onError: ({ message }: Error) => void faults.push(message) });
});
afterAll(async () => {
  await world.stop();
  expect(faults).toEqual([]);
});

const ONE_MUG = [{ itemId: 'mug', quantity: 1 }];
const cny = (amountMinor: number) => ({ amountMinor, currency: 'CNY' });
const agree = (amountMinor: number, part?: unknown): CommandBody => ({
  command: 'agree',
  fields: {
    amount: cny(amountMinor),
    returnAddress: RETURN_ADDRESS,
    ...(part ? { part: part as typeof ONE_MUG } : {}),
  },
});
const SENT: CommandBody = { command: 'submit-return', fields: { carrier: 'ZTO', trackingNumber: '73120458817' } };
let count = 0;
/** A shop with somebody who may handle and somebody who may not, and a buyer's new return of two mugs. */
async function shop() {
  const who = peopleOf(`parts-${++count}`);
  for (const account of [who.main, who.sub]) await world.get(account, '/v1/session');
  const order = orderCalled(`${ORDER.id}-parts-${count}`);
  const { ticket } = await world.create({ type: 'return-refund', request: REQUEST, orderId: order.id }, who.buyer);
  return { ...who, ticket };
}
const tickets = async (who: Claims) => (await world.get<TicketPage>(who, '/v1/tickets')).body.tickets;
const read = async (who: Claims, id: string) => (await world.get<TicketAnswer>(who, `/v1/tickets/${id}`)).body.ticket;
const history = async (who: Claims, id: string) =>
  (await world.get<HistoryPage>(who, `/v1/tickets/${id}/history`)).body.entries;
const linked = ({ links = [] }: TicketView) => links.at(-1)?.ticketId ?? '';
const ticketFrames = (frames: readonly Frame[]) =>
  frames.flatMap((frame) => (frame.event === 'ticket' ? frame.data.ticket : []));

describe('a decision about one of two', () => {
  it('[R48] splits the ticket in one step, and answers with what the buyer reads of it', async () => {
    const { main, buyer, ticket } = await shop();
    const answer = await world.move(main, ticket.id, agree(12_900, ONE_MUG));
    expect(answer.sentMessage?.text).toMatch(/Fog-blue handmade mug ×1.*129\.00/);
    const first = answer.ticket;
    const rest = await read(main, linked(first));
    expect(first).toMatchObject({
      version: 3,
      workflow: 'awaiting-return',
      request: { items: ONE_MUG, amount: cny(12_900) },
      agreed: { refund: cny(12_900) },
      links: [{ ticketId: rest.id, relation: 'led-to' }],
    });
    expect(rest).toMatchObject({
      version: 1,
      workflow: 'awaiting-merchant',
      splitFrom: ticket.id,
      number: `${ticket.number}-1`,
      request: { items: ONE_MUG, amount: cny(12_900) },
      deadlines: ticket.deadlines,
      links: [{ ticketId: first.id, relation: 'came-from' }],
    });
    expect((await history(main, first.id)).map(({ command }) => command)).toEqual(['create', 'split', 'agree']);
    expect((await history(buyer, first.id)).map(({ command }) => command)).toEqual(['create', 'split', 'agree']);
    expect(await history(buyer, rest.id)).toMatchObject([{ command: 'split', fields: { items: ONE_MUG } }]);
    // The stored events make the stored tickets, each with its deadlines.
    const timers = await new Kysely<{ deadline: { ticket_id: string; key: string } }>({
      dialect: world.database.dialect,
    })
      .selectFrom('deadline')
      .select(['ticket_id', 'key'])
      .where('ticket_id', 'in', [first.id, rest.id])
      .execute();
    expect(new Set(timers.map(({ ticket_id, key }) => `${ticket_id} ${key}`))).toEqual(
      // Who decides has claimed the ticket.
      new Set([`${first.id} claim`, `${first.id} return`, `${rest.id} answer`]),
    );
  });

  it('[R48] is carried out once, however often it comes, also at the same time: one other ticket', async () => {
    const { main, ticket } = await shop();
    const send = (key: string) =>
      world.command<TicketAnswer & Problem>(main, ticket.id, { ...agree(12_900, ONE_MUG), version: 1 }, key);
    const answers = await Promise.all([send('once'), send('once'), send('once')]);
    answers.push(await send('once'));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    for (const { body } of answers) expect(body).toEqual(answers[0]?.body);
    const other = await send('again');
    expect([other.status, other.body.code]).toEqual([409, 'version-conflict']);
    expect(await tickets(main)).toHaveLength(2);
  });

  it('[R48] is one of two that were sent at once by different people: the other one is told what changed', async () => {
    const { main, ticket } = await shop();
    const decisions = [
      agree(12_900, ONE_MUG),
      { command: 'decline', fields: { reason: 'other', text: 'Not so.', part: ONE_MUG } },
    ];
    const answers = await Promise.all(
      decisions.map((body, index) =>
        world.command<Problem>(main, ticket.id, { ...body, version: 1 }, `rival-${index}`),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await tickets(main)).toHaveLength(2);
  });

  it('[R48] is one transaction: a database that fails at the other ticket has neither', async () => {
    const { main, buyer, ticket } = await shop();
    const { ticket: rival } = await world.create({ type: 'delivery-issue', request: { reason: 'lost' } }, buyer);
    const db = new Kysely<{ ticket: { id: string; number: string } }>({ dialect: world.database.dialect });
    const rename = (number: string) => db.updateTable('ticket').set({ number }).where('id', '=', rival.id).execute();
    await rename(`${ticket.number}-1`);
    const failed = await world.command(main, ticket.id, { ...agree(12_900, ONE_MUG), version: 1 }, 'retry');
    expect([failed.status, failed.body.code]).toEqual([503, 'unavailable']);
    expect(faults.splice(0)).toEqual([expect.stringContaining('ticket_by_number')]);
    expect(await read(main, ticket.id)).toMatchObject({ workflow: 'awaiting-merchant', version: 1, request: REQUEST });
    expect(await tickets(main)).toHaveLength(2);
    await rename(rival.number);
    const repeated = await world.command(main, ticket.id, { ...agree(12_900, ONE_MUG), version: 1 }, 'retry');
    expect(repeated.status).toBe(200);
    expect(await tickets(main)).toHaveLength(3);
  });

  it('[R48] is in the streams of all readers, with a card for the other ticket', async () => {
    const { main, sub, buyer, staff, ticket } = await shop();
    const streams = [];
    for (const reader of [buyer, sub, main, staff]) streams.push(await world.stream(reader));
    const { ticket: first } = await world.move(main, ticket.id, agree(12_900, ONE_MUG));
    await world.server.tick();
    for (const stream of streams) {
      const seen = ticketFrames(await stream.pending());
      expect(seen.filter(({ id }) => id === first.id).at(-1)).toMatchObject({ workflow: 'awaiting-return' });
      expect(seen.filter(({ id }) => id === linked(first)).at(-1)).toMatchObject({ splitFrom: first.id });
      await stream.close();
    }
    const again = await world.stream(main);
    await again.until('card');
    await again.pending();
    expect(again.text).toContain(`sidecard-card-${linked(first)}`);
    await again.close();
  });

  it('[R48] is refused in words if the pieces are wrong, and changes nothing', async () => {
    const { main, sub, ticket } = await shop();
    for (const part of [[], [{ itemId: 'mug', quantity: 3 }], [{ itemId: 'box', quantity: 1 }]]) {
      const body = { ...agree(12_900), version: 1 };
      const refused = await world.command<Problem>(main, ticket.id, { ...body, fields: { ...body.fields, part } });
      expect([refused.status, refused.body.code]).toEqual([422, 'field-invalid']);
      expect(refused.body.problems?.map(({ field }) => field)).toContain('part');
    }
    const barred = await world.command<Problem>(sub, ticket.id, { ...agree(12_900, ONE_MUG), version: 1 });
    expect([barred.status, barred.body.code]).toEqual([403, 'permission-missing']);
    expect(await tickets(main)).toHaveLength(1);
  });
});

describe('a receipt of two', () => {
  it('[R48] says to buyer, shop and platform in which state each came, and proposes what the rule leaves', async () => {
    const { main, sub, buyer, staff, ticket } = await shop();
    await world.move(main, ticket.id, agree(25_800));
    await world.move(buyer, ticket.id, SENT);
    const receipt = [
      { itemId: 'mug', quantity: 1, state: 'missing', text: 'Only one was in the parcel.' },
    ] satisfies readonly ReceiptLine[];
    const { ticket: graded } = await world.move(main, ticket.id, { command: 'confirm-receipt', fields: { receipt } });
    expect(graded).toMatchObject({ workflow: 'awaiting-buyer', proposal: { refund: cny(12_900) } });
    for (const reader of [buyer, main, sub, staff]) {
      const seen = await read(reader, ticket.id);
      expect(seen.receipt).toEqual([{ ...receipt[0], withheldPermille: 1000 }]);
      expect(seen.history.at(-1)).toMatchObject({ kind: 'receipt-confirmed', fields: { receipt } });
    }
    const { ticket: paid } = await world.move(buyer, ticket.id, { command: 'accept-proposal' });
    expect(paid).toMatchObject({ workflow: 'resolved', settlement: 'pending', agreed: { refund: cny(12_900) } });
    // The missing one is the buyer's, and can be the subject of another case.
    const again = { ...REQUEST, items: ONE_MUG, amount: cny(12_900) };
    const { ticket: other } = await world.create(
      { type: 'return-refund', request: again, orderId: ticket.order.id },
      buyer,
    );
    expect(other.workflow).toBe('awaiting-merchant');
  });
});
