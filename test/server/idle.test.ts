import { type createSidecardServer, type Store } from '@sidecard/server';
import { createMapsStore } from '@sidecard/server/memory';
import { nodeWebhooks } from '@sidecard/server/node';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { peopleOf, sign, startTestServer, type TestServer } from '../support/server.ts';
import { ORDER, REQUEST, START_MS } from '../support/tickets.ts';

// The server runs its own timers here, and the test drives the clock that they follow.

beforeEach(() => {
  vi.useFakeTimers({ now: START_MS, toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] });
});
afterEach(() => void vi.useRealTimers());

/** Called before a call of a store is passed on. */
type Before = (name: string, args: readonly unknown[]) => void;

/** Counts the calls of a store: each is a statement, or a transaction of several. */
function counting(inner: Store, before: Before = () => undefined) {
  const calls: string[] = [];
  const store = new Proxy(inner, {
    get(target, name, receiver) {
      const member = Reflect.get(target, name, receiver) as unknown;
      if (typeof member !== 'function') return member;
      return async (...args: unknown[]) => {
        calls.push(String(name));
        before(String(name), args);
        return (member as (...all: unknown[]) => unknown).apply(target, args);
      };
    },
  });
  return { store, calls };
}

const clock = { now: () => Date.now(), advance: () => undefined, set: () => undefined };
const people = peopleOf('idle');

async function running(options: Partial<Parameters<typeof createSidecardServer>[0]> = {}, before?: Before) {
  const { store, calls } = counting(createMapsStore(), before);
  const world = await startTestServer({ store, clock, ...(options as object) });
  await world.server.start();
  return { world, calls };
}
const dueIn = async (world: TestServer) => {
  const { ticket } = await world.create({}, people.buyer);
  return { ticket, ms: Math.min(...ticket.deadlines.map(({ dueAtMs }) => dueAtMs)) - Date.now() };
};

const versionOf = async (world: TestServer, id: string) =>
  (await world.get<{ ticket: { version: number } }>(people.main, `/v1/tickets/${id}`)).body.ticket.version;
/** Half an hour of nothing but a look at the next deadline, once a minute. */
const HALF_AN_HOUR = Array<string>(30).fill('nextDeadline');

/** Lets what is due and what takes real time, such as signing, happen, until something has; each turn is as long on the clock. */
async function turnsUntil(happened: () => boolean, turnMs = 0): Promise<void> {
  for (let turn = 0; turn < 10_000 && !happened(); turn++) await vi.advanceTimersByTimeAsync(turnMs);
}
/** The version of a ticket whose deadline is being fired: signing its card takes real time. */
async function firedVersionOf(world: TestServer, id: string): Promise<number> {
  let version = await versionOf(world, id);
  for (let turn = 0; turn < 1_000 && version === 1; turn++) {
    await vi.advanceTimersByTimeAsync(0);
    version = await versionOf(world, id);
  }
  return version;
}
/** Asks by a long poll, as the main account. */
async function polled(world: TestServer, query = ''): Promise<{ readonly poll?: string }> {
  const headers = { accept: 'application/json', authorization: `Bearer ${await world.token(people.main)}` };
  const asking = world.server.fetch(new Request(`http://sidecard.test/v1/events?${query}`, { headers }));
  let answer: Response | undefined;
  void asking.then((response) => (answer = response));
  await turnsUntil(() => query !== '' || answer !== undefined);
  return (await (await asking).json()) as { readonly poll?: string };
}
/** Creates tickets whose deadlines are due at once. @returns in how many milliseconds */
async function backlog(world: TestServer, count: number) {
  for (let n = 1; n < count; n++) await dueIn(world);
  return dueIn(world);
}

describe('a server that nobody uses', () => {
  it('leaves the database alone, apart from a look at the next deadline each minute', async () => {
    const { world, calls } = await running();
    await vi.advanceTimersByTimeAsync(60_000);
    calls.length = 0;
    await vi.advanceTimersByTimeAsync(30 * 60_000);
    expect(calls).toEqual(HALF_AN_HOUR);
    await world.server.stop();
  });

  it('does so with webhooks, apart from a look at those each minute too', async () => {
    const { world, calls } = await running({ webhooks: { transport: nodeWebhooks({ allowPrivate: true }) } });
    const url = 'http://127.0.0.1:1/';
    await world.send(people.host, 'PUT', '/v1/webhooks/one', { url, types: ['payment.due'] });
    await world.create({}, people.buyer);
    await vi.advanceTimersByTimeAsync(120_000);
    calls.length = 0;
    await vi.advanceTimersByTimeAsync(30 * 60_000);
    expect(calls.filter((name) => name !== 'webhookWork')).toEqual(HALF_AN_HOUR);
    expect(calls.filter((name) => name === 'webhookWork')).toHaveLength(30);
    await world.server.stop();
  });

  it('does so with deadlines that are to come, and fires them when they are due', async () => {
    const { world, calls } = await running();
    const { ticket, ms } = await dueIn(world);
    await vi.advanceTimersByTimeAsync(60_000);
    calls.length = 0;
    await vi.advanceTimersByTimeAsync(30 * 60_000);
    expect(calls).toEqual(HALF_AN_HOUR);
    vi.setSystemTime(Date.now() + ms - 32 * 60_000);
    await vi.advanceTimersByTimeAsync(1_000);
    const before = await world.get<{ ticket: { workflow: string } }>(people.main, `/v1/tickets/${ticket.id}`);
    await vi.advanceTimersByTimeAsync(2 * 60_000);
    const after = await world.get<{ ticket: { version: number } }>(people.main, `/v1/tickets/${ticket.id}`);
    expect(before.body).not.toEqual(after.body);
    expect(after.body.ticket.version).toBe(2);
    await world.server.stop();
  });

  it('fires also after its clock has jumped ahead', async () => {
    const { world } = await running();
    const { ticket, ms } = await dueIn(world);
    await vi.advanceTimersByTimeAsync(5_000);
    vi.setSystemTime(Date.now() + ms);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await firedVersionOf(world, ticket.id)).toBe(2);
    await world.server.stop();
  });

  it('looks after streams as long as one is open, and no longer', async () => {
    const { world, calls } = await running();
    const stream = await world.stream(people.main);
    calls.length = 0;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(calls.length).toBeGreaterThan(60);
    await stream.close();
    await vi.advanceTimersByTimeAsync(60_000);
    calls.length = 0;
    await vi.advanceTimersByTimeAsync(30 * 60_000);
    expect(calls).toEqual(HALF_AN_HOUR);
    await world.server.stop();
  });
});

describe('a server whose machine has slept', () => {
  it('takes the tokens that are signed after it, although nobody has used it since', async () => {
    const options = { store: createMapsStore(), clock: 'database' as never };
    const { server } = await startTestServer(options);
    await server.start();
    const ask = async () => {
      const headers = { authorization: `Bearer ${await sign(people.main, Date.now())}` };
      return (await server.fetch(new Request('http://sidecard.test/v1/session', { headers }))).status;
    };
    expect(await ask()).toBe(200);
    // The process's own clock stands meanwhile.
    vi.setSystemTime(Date.now() + 8 * 3_600_000);
    expect(await ask()).toBe(200);
    await server.stop();
  });
});

describe('a server that fires deadlines', () => {
  it('looks after streams also while it cannot read them, and fires them afterwards', async () => {
    const broken = { dueTickets: false };
    const reports: Error[] = [];
    const { world, calls } = await running({ onError: (error) => reports.push(error) }, (name) => {
      if (name === 'dueTickets' && broken.dueTickets) throw new Error('No database.');
    });
    const { ticket, ms } = await dueIn(world);
    broken.dueTickets = true;
    vi.setSystemTime(Date.now() + ms);
    const stream = await world.stream(people.main);
    calls.length = 0;
    const looks = () => calls.filter((name) => name === 'streamSeqs').length;
    await turnsUntil(() => reports.length > 10 && looks() > 10 && calls.includes('setOnline'), 500);
    expect([reports.length > 10, looks() > 10, calls.includes('setOnline')]).toEqual([true, true, true]);
    broken.dueTickets = false;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await firedVersionOf(world, ticket.id)).toBe(2);
    await stream.close();
    await world.server.stop();
  });

  it('looks after streams between two transactions of many, however slow they are', async () => {
    let slow = false;
    let spentMs = 0;
    const slowClock = { ...clock, now: () => Date.now() + spentMs };
    const { world, calls } = await running({ clock: slowClock }, (name, [merchantId]) => {
      // A slow transaction of the scheduler.
      if (slow && name === 'transaction' && merchantId === undefined) spentMs += 1_500;
    });
    const { ms } = await backlog(world, 150);
    vi.setSystemTime(Date.now() + ms - 1_000);
    const stream = await world.stream(people.main);
    slow = true;
    calls.length = 0;
    await vi.advanceTimersByTimeAsync(2_000);
    await turnsUntil(() => calls.filter((name) => name === 'transaction').length >= 3);
    const firing = calls.slice(calls.indexOf('transaction'), calls.lastIndexOf('transaction'));
    expect(firing.filter((name) => name === 'transaction').length).toBeGreaterThan(1);
    expect(firing).toContain('streamSeqs');
    await stream.close();
    await world.server.stop();
  });

  it('does not give way to a long poll, which waits for news and not for the database', async () => {
    const times: number[] = [];
    const { world } = await running({}, (name, [merchantId]) => {
      if (name === 'transaction' && merchantId === undefined) times.push(performance.now());
    });
    const { ms } = await backlog(world, 150);
    vi.setSystemTime(Date.now() + ms - 1_000);
    const { poll } = await polled(world);
    void polled(world, `poll=${poll}&wait=25`);
    await vi.advanceTimersByTimeAsync(1_500);
    await turnsUntil(() => times.length > 2);
    expect(times.length).toBeGreaterThan(2);
    expect(new Set(times).size).toBe(1);
    await world.server.stop();
  });

  it.each([5, 60_000])('loses none when its clock goes back by %i ms after it has looked', async (byMs) => {
    let behindMs = 0;
    let dueAtMs = Infinity;
    const steppingClock = { ...clock, now: () => Date.now() - behindMs };
    const reports: Error[] = [];
    const onError = (error: Error) => reports.push(error);
    const { world } = await running({ clock: steppingClock, onError }, (name, [nowMs]) => {
      if (name === 'dueTickets' && Number(nowMs) >= dueAtMs) behindMs = byMs;
    });
    const { ticket, ms } = await backlog(world, 3);
    dueAtMs = Date.now() + ms;
    vi.setSystemTime(dueAtMs - 1_000);
    await vi.advanceTimersByTimeAsync(1_000);
    await turnsUntil(() => behindMs > 0);
    await vi.advanceTimersByTimeAsync(byMs - 1);
    expect([behindMs, await versionOf(world, ticket.id)]).toEqual([byMs, 1]);
    dueAtMs = Infinity;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await firedVersionOf(world, ticket.id)).toBe(2);
    expect(reports).toEqual([]);
    await world.server.stop();
  });

  it('fires the tickets of an order in one transaction, so that two at once do not keep one another from it', async () => {
    const inner = createMapsStore();
    const slices: string[][] = [];
    const transaction: Store['transaction'] = (merchantId, work) =>
      inner.transaction(merchantId, (unit) => {
        const lockOrders: typeof unit.lockOrders = (refs) => {
          slices.push(refs.map(({ orderId }) => orderId));
          return unit.lockOrders(refs);
        };
        return work({ ...unit, lockOrders });
      });
    const world = await startTestServer({ store: { ...inner, transaction }, clock });
    const { ms } = await dueIn(world);
    const half = {
      ...REQUEST,
      items: [{ itemId: 'mug', quantity: 1 }],
      amount: { amountMinor: 12_900, currency: 'CNY' },
    };
    for (let n = 0; n < 40; n++) {
      await world.create({ orderId: `${ORDER.id}-two-${n >> 1}`, request: half }, people.buyer);
    }
    vi.setSystemTime(Date.now() + ms);
    await world.server.tick();
    const orders = slices.flatMap((slice) => [...new Set(slice)]);
    expect([slices.length, orders.length, new Set(orders).size]).toEqual([1, 21, 21]);
    expect(slices.flat().length).toBe(41);
    await world.server.stop();
  });

  it('tells its streams what it has fired, which they need not read', async () => {
    const { world, calls } = await running();
    const { ms } = await backlog(world, 30);
    vi.setSystemTime(Date.now() + ms - 1_000);
    const streams = [await world.stream(people.main), await world.stream(people.buyer)];
    for (const stream of streams) await stream.until('ready');
    calls.length = 0;
    const told = streams.map(() => new Set<string>());
    const reading = streams.map(async (stream, index) => {
      for (let n = 0; n < 30; n++) {
        const { ticket } = (await stream.until('ticket')).data;
        expect([ticket.version, ticket.intervention]).toEqual([2, 'requested']);
        told[index]?.add(ticket.id);
      }
      await stream.close();
    });
    await turnsUntil(() => told.every(({ size }) => size === 30), 100);
    await Promise.all(reading);
    expect(calls.filter((name) => name === 'readLog')).toEqual([]);
    await world.server.stop();
  });

  it('leaves the database alone while a deadline that failed is paused, and fires the others meanwhile', async () => {
    let failing = false;
    const { world, calls } = await running({ onError: () => undefined }, (name, [merchantId]) => {
      if (failing && name === 'transaction' && merchantId === undefined) throw new Error('This one fails.');
    });
    const first = await dueIn(world);
    await vi.advanceTimersByTimeAsync(20_000);
    const second = await dueIn(world);
    failing = true;
    vi.setSystemTime(Date.now() + first.ms - 20_000);
    await vi.advanceTimersByTimeAsync(1_000);
    failing = false;
    calls.length = 0;
    await vi.advanceTimersByTimeAsync(15_000);
    expect(calls).toEqual([]);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await firedVersionOf(world, second.ticket.id)).toBe(2);
    expect(await versionOf(world, first.ticket.id)).toBe(1);
    await vi.advanceTimersByTimeAsync(45_000);
    expect(await firedVersionOf(world, first.ticket.id)).toBe(2);
    await world.server.stop();
  });
});

describe('a server that shares its database', () => {
  it('fires what another has set without being told of it, within a minute', async () => {
    const inner = createMapsStore();
    const one = await startTestServer({ store: inner, clock });
    await one.server.start();
    await vi.advanceTimersByTimeAsync(1_000);
    const predecessor = await startTestServer({ store: inner, clock });
    const { ticket, ms } = await dueIn(predecessor);
    await predecessor.server.stop();
    vi.setSystemTime(Date.now() + ms);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await versionOf(one, ticket.id)).toBe(2);
    await one.server.stop();
  });

  it('fires what another has set, although no hint came, within seconds', async () => {
    const inner = createMapsStore();
    const deaf = { publish: () => undefined, subscribe: () => () => undefined };
    const [one, other] = [
      await startTestServer({ store: inner, clock, bus: deaf }),
      await startTestServer({ store: inner, clock, bus: deaf }),
    ];
    await one.server.start();
    await vi.advanceTimersByTimeAsync(1_000);
    const { ticket, ms } = await dueIn(other);
    vi.setSystemTime(Date.now() + ms);
    await vi.advanceTimersByTimeAsync(6_000);
    const { body } = await other.get<{ ticket: { version: number } }>(people.main, `/v1/tickets/${ticket.id}`);
    expect(body.ticket.version).toBe(2);
    await one.server.stop();
    await other.server.stop();
  });
});
