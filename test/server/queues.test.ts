import { builtInTypes } from '@sidecard/core';
import { defineTicketType } from '@sidecard/core/authoring';
import { QUEUES, type Problem, type Queue, type QueuesAnswer, type TicketPage } from '@sidecard/core/wire';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Claims, peopleOf, startTestServer, type TestServer } from '../support/server.ts';

const returnRefund = builtInTypes.find(({ key }) => key === 'return-refund')!;
/** Types of this test, so that every queue has one; the last is one that a later server does not know any more. */
const typeIn = (key: string, queue: Queue) => defineTicketType({ ...returnRefund, key, queue });
const types = [returnRefund, typeIn('made-up-logistics', 'logistics'), typeIn('made-up-other', 'other')];
const gone = typeIn('made-up-and-gone', 'other');

const who = peopleOf('shop-1');
const created: Record<string, string> = {};
let world: TestServer;
beforeAll(async () => {
  const before = await startTestServer({ types: [...types, gone] });
  for (const { key } of [...types, gone, types[1]!]) {
    created[key] = (await before.create({ type: key }, who.buyer)).ticket.id;
  }
  // one that waits for the buyer, one that has ended
  const decline = { command: 'decline', fields: { reason: 'other', text: 'It was whole when it left.' } };
  await before.move(who.main, created['made-up-logistics']!, decline);
  await before.move(who.buyer, created['made-up-other']!, { command: 'withdraw' });
  world = await startTestServer({ types, database: before.database, clock: before.clock });
});
afterAll(async () => {
  await world.stop();
  await world.database.close();
});

const idsIn = async (reader: Claims, query: string) =>
  (await world.get<TicketPage>(reader, `/v1/tickets?${query}`)).body.tickets.map(({ type }) => type).sort();

describe('the list of tickets', () => {
  it('[R38] [R39] is narrowed to a queue', async () => {
    expect(await idsIn(who.main, 'queue=logistics')).toEqual(['made-up-logistics', 'made-up-logistics']);
    expect(await idsIn(who.main, 'queue=other')).toEqual(['made-up-other']);
    expect(await idsIn(who.staff, 'queue=other&open=true')).toEqual([]);
  });

  it('[R38] has types that the host has removed among returns and exchanges', async () => {
    expect(await idsIn(who.main, 'queue=returns-and-exchanges')).toEqual(['made-up-and-gone', 'return-refund']);
  });

  it('[R38] [R39] has every ticket in exactly one queue', async () => {
    const parts = [];
    for (const queue of QUEUES) parts.push(...(await idsIn(who.main, `queue=${queue}`)));
    expect(parts.sort()).toEqual(await idsIn(who.main, 'limit=200'));
  });

  it('goes on from page to page within a queue', async () => {
    const first = (await world.get<TicketPage>(who.main, '/v1/tickets?queue=logistics&limit=1')).body;
    expect(first.tickets).toHaveLength(1);
    const path = `/v1/tickets?queue=logistics&limit=1&cursor=${encodeURIComponent(first.next ?? '')}`;
    const second = (await world.get<TicketPage>(who.main, path)).body;
    expect([second.tickets.length, second.next]).toEqual([1, undefined]);
    expect(second.tickets[0]?.id).not.toBe(first.tickets[0]?.id);
  });

  it.each(['nonsense', '', 'Logistics', 'constructor'])('refuses the queue %j', async (queue) => {
    const refused = await world.get<Problem>(who.main, `/v1/tickets?queue=${queue}`);
    expect([refused.status, refused.body.code]).toEqual([422, 'body-invalid']);
    expect(refused.body.detail).toContain('returns-and-exchanges, logistics, other');
  });
});

describe('the queues', () => {
  it.each([who.main, who.sub, who.staff])(
    '[R38] [R39] tell $accountId what is open, and what waits for the merchant',
    async (reader) => {
      const { status, body } = await world.get<QueuesAnswer>(reader, '/v1/queues');
      expect(status).toBe(200);
      expect(body.queues).toEqual([
        { queue: 'returns-and-exchanges', open: 2, merchantsTurn: 2 },
        { queue: 'logistics', open: 2, merchantsTurn: 1 },
        { queue: 'other', open: 0, merchantsTurn: 0 },
      ]);
      const { cursor } = (await world.get<TicketPage>(reader, '/v1/tickets')).body;
      expect(body.cursor).toBe(cursor);
    },
  );

  it('are a shop’s own', async () => {
    const { body } = await world.get<QueuesAnswer>(peopleOf('elsewhere').main, '/v1/queues');
    expect(body.queues.map(({ open }) => open)).toEqual([0, 0, 0]);
  });

  it.each([who.buyer, who.host])(
    'have no path for $party: the same bytes as one that does not exist',
    async (reader) => {
      for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD']) {
        const queues = await world.send(reader, method, '/v1/queues');
        const nothing = await world.send(reader, method, '/v1/nonsense');
        expect([queues.status, queues.text, [...queues.headers]]).toEqual([
          nothing.status,
          nothing.text,
          [...nothing.headers],
        ]);
      }
    },
  );
});
