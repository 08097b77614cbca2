import { createSidecardServer } from '@sidecard/server';
import { createMapsStore } from '@sidecard/server/memory';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { peopleOf, startTestServer, type TestServer } from '../support/server.ts';
import { REQUEST } from '../support/tickets.ts';

const DAY_MS = 86_400_000;

let world: TestServer;
beforeAll(async () => {
  world = await startTestServer({ retention: { ticketDays: 365 } });
});
afterAll(() => world.stop());

it('tickets that have ended are deleted a time after their last change, and no others', async () => {
  const [who, other] = [peopleOf('kept-1'), peopleOf('kept-2')];
  const ended = (await world.create({}, who.buyer)).ticket.id;
  await world.move(who.buyer, ended, { command: 'withdraw' });
  const later = (await world.create({}, other.buyer)).ticket.id;
  const open = (await world.create({}, other.buyer)).ticket.id;
  world.clock.advance(200 * DAY_MS);
  await world.server.tick();
  await world.move(other.buyer, later, { command: 'withdraw' });
  const found = async () => {
    const answers = [
      await world.get(who.buyer, `/v1/tickets/${ended}`),
      await world.get(other.buyer, `/v1/tickets/${later}`),
      await world.get(other.buyer, `/v1/tickets/${open}`),
    ];
    return answers.map(({ status }) => status);
  };
  world.clock.advance(165 * DAY_MS - 1);
  await world.server.tick();
  expect(await found()).toEqual([200, 200, 200]);
  world.clock.advance(3_600_000);
  await world.server.tick();
  expect(await found()).toEqual([404, 200, 200]);
  expect((await world.get<{ tickets: unknown[] }>(who.main, '/v1/tickets')).body.tickets).toEqual([]);
});

it('entries of the archive have a time of their own, and lose what the buyer wrote', async () => {
  const who = peopleOf('kept-3');
  const { ticket } = await world.create({ request: { ...REQUEST, text: 'Call me at 138-0000-0000.' } }, who.buyer);
  const found = async (search: string) =>
    (await world.get<{ entries: unknown[] }>(who.main, `/v1/archive?search=${search}`)).body.entries.length;
  expect([await found('138-0000'), await found(ticket.number)]).toEqual([1, 1]);
  await world.move(who.buyer, ticket.id, { command: 'withdraw' });
  world.clock.advance(366 * DAY_MS);
  await world.server.tick();
  expect((await world.get(who.buyer, `/v1/tickets/${ticket.id}`)).status).toBe(404);
  expect([await found('138-0000'), await found(ticket.number)]).toEqual([0, 1]);
});

it('a server goes on with its work, and stops, while old tickets are deleted', async () => {
  const inner = createMapsStore();
  let nowMs = Date.UTC(2026, 6, 1);
  let maintained = 0;
  let batches = 0;
  let open = (): void => undefined;
  const gate = new Promise<void>((resolve) => (open = resolve));
  const store: ReturnType<typeof createMapsStore> = {
    ...inner,
    oldestTickets: () => Promise.resolve([{ merchantId: 'shop', atMs: 0 }]),
    // There is always more, and the first batch takes until the next hour's work was done.
    async eraseOld() {
      batches++;
      nowMs += 3_600_001;
      await gate;
      return 100;
    },
    forget(...args) {
      if (++maintained === 2) open();
      return inner.forget(...args);
    },
  };
  const server = createSidecardServer({
    ...{ database: { store }, verify: () => Promise.resolve(undefined), retention: { ticketDays: 365 } },
    clock: { now: () => nowMs },
    onError: (error) => expect.fail(String(error)),
  });
  await server.start();
  await gate;
  await server.stop();
  expect(maintained).toBeGreaterThan(1);
  expect(batches).toBeGreaterThan(0);
});

it('a ticket is kept for a year at least: what was given for goods is only known from it', () => {
  const options = { database: { store: createMapsStore() }, verify: () => Promise.resolve(undefined) };
  for (const ticketDays of [0, 364, Number.NaN, 1e300])
    expect(() => createSidecardServer({ ...options, retention: { ticketDays } })).toThrow(RangeError);
  expect(() => createSidecardServer({ ...options, retention: { ticketDays: 365 } })).not.toThrow();
});
