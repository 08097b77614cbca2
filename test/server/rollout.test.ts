import type { Policy } from '@sidecard/core';
import { defineRollout } from '@sidecard/server';
import type { Problem, Session, TicketPage } from '@sidecard/core/wire';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { peopleOf, startTestServer, type TestServer } from '../support/server.ts';
import { START_MS } from '../support/tickets.ts';

const DAY_MS = 86_400_000;
const ROLLOUT = defineRollout({
  startsAtMs: START_MS + DAY_MS,
  steps: [
    { fromMs: START_MS + DAY_MS, percent: 100, classes: ['flagship'] },
    { fromMs: START_MS + 2 * DAY_MS, percent: 100 },
  ],
  include: ['pilot-shop'],
});
const MESSAGE = { purpose: 'progress-update', text: 'The parcel was opened on camera.' };
const classOf = (merchantId: string): Partial<Policy> =>
  merchantId.startsWith('flagship') ? { merchantClass: 'flagship' } : {};

let world: TestServer;
beforeAll(async () => {
  world = await startTestServer({ policy: (merchantId) => ({ rollout: ROLLOUT, ...classOf(merchantId) }) });
});
afterAll(() => world.stop());

const capabilitiesOf = async (who: ReturnType<typeof peopleOf>['main']) =>
  (await world.get<Session>(who, '/v1/session')).body.capabilities;

describe('a merchant whom the rollout reaches on its second day', () => {
  it('[R26] has tickets without card and staff message until then, and both from then on', async () => {
    const who = peopleOf('shop-of-the-second-day');
    const stream = await world.stream(who.main);
    const { ticket } = await world.create({}, who.buyer);
    expect(ticket.covered).toBe(false);
    await world.move(who.main, ticket.id, { command: 'decline', fields: { reason: 'other', text: 'It was whole.' } });
    await world.move(who.buyer, ticket.id, { command: 'escalate' });
    const listed = (await world.get<TicketPage>(who.main, '/v1/tickets')).body.tickets;
    expect(listed).toMatchObject([{ id: ticket.id, displayStatus: 'platform-intervening', covered: false }]);
    const refused = await world.message<Problem>(who.main, ticket.id, MESSAGE);
    expect([refused.status, refused.body.because]).toEqual([409, 'type-not-covered']);
    expect(await capabilitiesOf(who.main)).toEqual(['events', 'deliveries', 'accounts', 'queues']);
    expect(await capabilitiesOf(who.staff)).toEqual(['events', 'queues']);

    world.clock.set(START_MS + 2 * DAY_MS - 1);
    expect((await world.message(who.main, ticket.id, MESSAGE)).status).toBe(409);
    world.clock.advance(1);
    // the ticket of before is covered by now, and its history stays
    expect((await world.message(who.main, ticket.id, MESSAGE)).status).toBe(201);
    expect((await world.get<TicketPage>(who.main, '/v1/tickets')).body.tickets).toMatchObject([{ covered: true }]);
    expect(await capabilitiesOf(who.main)).toContain('cards');
    expect(await capabilitiesOf(who.staff)).toContain('staff-messages');
    await world.server.tick();
    await stream.pending();
    expect(stream.text).not.toContain('event: card');
    await stream.close();

    const after = await world.stream(who.main);
    const { ticket: next } = await world.create({}, who.buyer);
    expect((await after.until('card')).data.ticketId).toBe(next.id);
    await after.close();
    world.clock.set(START_MS);
  });

  it('[R24] [R26] is the same to its buyers, reached or not', async () => {
    const who = peopleOf('shop-with-a-buyer');
    const before = await capabilitiesOf(who.buyer);
    world.clock.set(START_MS + 3 * DAY_MS);
    expect(await capabilitiesOf(who.buyer)).toEqual(before);
    world.clock.set(START_MS);
  });
});

describe('other merchants', () => {
  it('[R26] are reached by class and by name, and nobody before the start', async () => {
    const flagship = peopleOf('flagship-shop');
    const pilot = peopleOf('pilot-shop');
    const covered = async (who: typeof pilot) => (await capabilitiesOf(who.main)).includes('cards');
    expect([await covered(flagship), await covered(pilot)]).toEqual([false, false]);
    world.clock.set(START_MS + DAY_MS);
    expect([await covered(flagship), await covered(pilot)]).toEqual([true, true]);
    expect(await covered(peopleOf('some-shop'))).toBe(false);
    world.clock.set(START_MS);
  });
});

describe('a broken rollout', () => {
  it('[R26] reaches nobody, stops nothing else, and is reported once, saying what and where', async () => {
    const reports: Error[] = [];
    const broken = await startTestServer({
      database: world.database,
      onError: (error) => reports.push(error),
      policy: () => ({ rollout: { steps: [{ fromMs: 0, percent: 1000 }] } }),
    });
    const who = peopleOf('shop-of-a-broken-rollout');
    const { ticket } = await broken.create({}, who.buyer);
    expect(ticket.covered).toBe(false);
    expect((await broken.get<Session>(who.main, '/v1/session')).body.capabilities).not.toContain('cards');
    expect(reports.map(({ message }) => message)).toEqual([
      'Error: The rollout includes nobody. rollout.steps[0].percent: Must be a number from 0 to 100 with at most two decimals.',
    ]);
    await broken.server.stop();
  });
});
