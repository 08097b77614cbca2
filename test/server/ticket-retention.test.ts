import { createSidecardServer } from '@sidecard/server';
import { createMapsStore } from '@sidecard/server/memory';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { peopleOf, startTestServer, type TestServer } from '../support/server.ts';

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

it('a ticket is kept for a year at least: what was given for goods is only known from it', () => {
  const options = { database: { store: createMapsStore() }, verify: () => Promise.resolve(undefined) };
  for (const ticketDays of [0, 364, Number.NaN, 1e300])
    expect(() => createSidecardServer({ ...options, retention: { ticketDays } })).toThrow(RangeError);
  expect(() => createSidecardServer({ ...options, retention: { ticketDays: 365 } })).not.toThrow();
});
