import type { Problem } from '@sidecard/core/wire';
import { createSidecardServer } from '@sidecard/server';
import { createMapsStore } from '@sidecard/server/memory';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { peopleOf, startTestServer, type TestServer, type TestStream } from '../support/server.ts';

// The probes remember an answer by the monotonic clock, which the test drives.

const people = peopleOf('ready');
const ready = async (server: { fetch(request: Request): Promise<Response> }) => {
  const response = await server.fetch(new Request('http://sidecard.test/readyz'));
  return [response.status, response.status === 200 ? undefined : ((await response.json()) as Problem).detail] as const;
};
const FULL = [503, 'The disk is full.'] as const;
const SILENT = [503, 'The database does not answer.'] as const;

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

/** A server on a store whose calls can be replaced. */
function serve(change: object = {}, freeBytes: () => Promise<number> = () => Promise.resolve(1e12)) {
  const store = { ...createMapsStore(), ...change };
  const errors: Error[] = [];
  const options = { verify: () => Promise.resolve(undefined), onError: (error: Error) => void errors.push(error) };
  return createSidecardServer({ ...options, database: { store, freeBytes } });
}

describe('/readyz', () => {
  it('is red while the database does not answer, and asks it once a second at most', async () => {
    let asked = 0;
    let isGone = false;
    const server = serve({
      ping: () => {
        asked++;
        return isGone ? Promise.reject(new Error('gone')) : Promise.resolve();
      },
    });
    for (let n = 0; n < 20; n++) expect(await ready(server)).toEqual([200, undefined]);
    expect(asked).toBe(1);
    isGone = true;
    vi.advanceTimersByTime(1_000);
    expect(await ready(server)).toEqual(SILENT);
    isGone = false;
    vi.advanceTimersByTime(1_000);
    expect(await ready(server)).toEqual([200, undefined]);
  });

  it('is red when the database leaves it waiting', async () => {
    const answer = ready(serve({ ping: () => new Promise(() => undefined) }));
    await vi.waitFor(() => expect(vi.getTimerCount()).toBe(1), { timeout: 20_000 });
    vi.advanceTimersByTime(2_000);
    expect(await answer).toEqual(SILENT);
  });

  it('is red while the disk is full', async () => {
    let free = 1e6;
    const server = serve({}, () => Promise.resolve(free));
    expect(await ready(server)).toEqual(FULL);
    free = 1e12;
    vi.advanceTimersByTime(1_000);
    expect(await ready(server)).toEqual([200, undefined]);
  });

  it('is red for half a minute after a write for which the disk was full', async () => {
    const full = Object.assign(new Error('could not extend file: No space left on device'), { code: '53100' });
    const world = await startTestServer({
      store: { ...createMapsStore(), transaction: () => Promise.reject(full) },
      onError: () => undefined,
    });
    const created = await world.send<Problem>(people.buyer, 'POST', '/v1/tickets', {});
    expect(created.status).toBe(422);
    expect(await ready(world.server)).toEqual([200, undefined]);
    await expect(world.create({}, people.buyer)).rejects.toThrow();
    expect(await ready(world.server)).toEqual(FULL);
    vi.advanceTimersByTime(30_000);
    expect(await ready(world.server)).toEqual([200, undefined]);
  });
});

describe('a server that hands over', () => {
  let world: TestServer;
  const errors: Error[] = [];
  beforeEach(async () => {
    world = await startTestServer({ store: createMapsStore(), onError: (error) => void errors.push(error) });
  });

  it('is not ready, answers, and then ends its streams one after the other and opens none', async () => {
    const streams: TestStream[] = [];
    for (let n = 0; n < 20; n++) {
      const stream = await world.stream({ ...people.buyer, accountId: `buyer-${n}` });
      await stream.until('ready');
      streams.push(stream);
    }
    let ended = 0;
    const readToEnd = async (stream: TestStream) => {
      while (await stream.next());
      ended++;
    };
    const reading = streams.map(readToEnd);
    const open = async () => Number(/^sidecard_streams\{.*\} (\d+)$/m.exec(await world.server.metrics())?.[1] ?? 0);

    const drained = world.server.drain(4_000);
    expect(await ready(world.server)).toEqual([503, 'The server is stopping.']);
    await vi.advanceTimersByTimeAsync(1_990);
    expect(await open()).toBe(20);
    expect((await world.get(people.buyer, '/v1/session')).status).toBe(200);
    await vi.advanceTimersByTimeAsync(500);
    const left = await open();
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThan(20);
    const refused = await world.get(people.buyer, '/v1/events');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
    expect((await world.get(people.buyer, '/v1/session')).status).toBe(200);
    await vi.advanceTimersByTimeAsync(2_000);
    await drained;
    expect(await open()).toBe(0);
    await Promise.all(reading);
    expect(ended).toBe(20);
    await world.server.stop();
    expect(errors).toEqual([]);
  });

  it('waits for running requests before it has stopped', async () => {
    let answer: (() => void) | undefined;
    const slow = await startTestServer({
      store: createMapsStore(),
      orders: () => new Promise((resolve) => (answer = () => resolve(undefined))),
    });
    const creating = slow.send(people.buyer, 'POST', '/v1/tickets', {
      type: 'return-refund',
      orderId: 'order-1',
      request: {},
    });
    await vi.waitFor(() => expect(answer).toBeDefined(), { timeout: 20_000 });
    let isStopped = false;
    const stopped = slow.server.stop().then(() => (isStopped = true));
    await new Promise((resolve) => setImmediate(resolve));
    expect(isStopped).toBe(false);
    answer?.();
    expect((await creating).status).toBe(404);
    await stopped;
  });
});
