import { createClient, httpTransport } from '@sidecard/client';
import type { Problem, TicketAnswer } from '@sidecard/core/wire';
import { createMemoryBus, type Hint, type ServerOptions } from '@sidecard/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase, type TestDatabase } from '../support/database.ts';
import {
  HOST,
  MAIN,
  peopleOf,
  startTestServer,
  testClock,
  type Claims,
  type TestServer,
  type TestServerOptions,
} from '../support/server.ts';

let database: TestDatabase;
const servers: TestServer[] = [];
beforeAll(async () => {
  database = await openDatabase();
});
afterAll(async () => {
  for (const { server } of servers) await server.stop();
  await database.close();
});

async function start(
  requests: NonNullable<ServerOptions['limits']>['requests'],
  change: Omit<TestServerOptions, 'database'> = {},
) {
  const server = await startTestServer({ database, limits: { requests: requests! }, ...change });
  servers.push(server);
  return server;
}

const few = (burst: number, perSecond: number) => ({
  writes: { burst, perSecond },
  reads: { burst, perSecond },
});
const PATH = '/v1/tickets/none/commands';
const write = (world: TestServer, who: Claims) => world.send<Problem>(who, 'POST', PATH, { command: 'claim' });

/** Waits until as many of the promises are fulfilled. */
const fulfilled = (promises: readonly Promise<unknown>[], count: number) =>
  new Promise<void>((resolve) => {
    let left = count;
    for (const promise of promises) void promise.then(() => --left === 0 && resolve());
  });

describe('writes beyond an account’s budget', () => {
  it('are refused with the time to wait, and taken again after it', async () => {
    const world = await start({ account: few(3, 0.5) });
    const { main, sub } = peopleOf('limited-1');
    for (let n = 0; n < 3; n++) expect((await write(world, main)).status).toBe(404);
    const refused = await write(world, main);
    expect([refused.status, refused.body.code]).toEqual([429, 'rate-limited']);
    expect(refused.headers.get('retry-after')).toBe('2');
    expect((await write(world, sub)).status).toBe(404);
    world.clock.advance(1_999);
    expect((await write(world, main)).status).toBe(429);
    world.clock.advance(1);
    expect((await write(world, main)).status).toBe(404);
    expect((await write(world, main)).status).toBe(429);
    // It fills to its burst and no further, and a clock that is set back fills nothing.
    world.clock.advance(86_400_000);
    for (let n = 0; n < 3; n++) expect((await write(world, main)).status).toBe(404);
    world.clock.advance(-86_400_000);
    expect((await write(world, main)).status).toBe(429);
  });

  it('leave what only reads one ticket, and do not count the reads of lists', async () => {
    const world = await start({ account: few(1, 0.5) });
    const { main } = peopleOf('limited-2');
    expect((await write(world, main)).status).toBe(404);
    for (let n = 0; n < 5; n++) expect((await world.get(main, '/v1/tickets/none')).status).toBe(404);
    for (let n = 0; n < 5; n++) expect((await world.get(main, '/v1/session')).status).toBe(200);
    expect((await world.get(main, '/v1/tickets')).status).toBe(200);
    expect((await world.get(main, '/v1/summaries')).status).toBe(429);
    expect((await world.get(main, '/v1/events')).status).toBe(429);
  });

  it('count reads that ask the host or look through a history or a file', async () => {
    for (const [n, path] of ['orders/none/request-options', 'tickets/none/history', 'attachments/none'].entries()) {
      const world = await start({ account: few(1, 0.5) });
      const { main } = peopleOf(`limited-reads-${n}`);
      const first = await world.get(main, `/v1/${path}`);
      expect([first.status, (await world.get(main, `/v1/${path}`)).status]).toEqual([404, 429]);
    }
  });

  it('are not many look-ups at the host at once', async () => {
    let asked = 0;
    let answer = (): void => undefined;
    const host = new Promise<undefined>((resolve) => (answer = () => resolve(undefined)));
    const world = await start('none', {
      orders: () => {
        asked++;
        return host;
      },
    });
    const { main, buyer } = peopleOf('limited-look-ups');
    const asking = Array.from({ length: 30 }, (_, n) => world.get(buyer, `/v1/orders/order-${n}/request-options`));
    const statuses = Promise.all(asking).then((answers) => answers.map(({ status }) => status));
    // All but the eight that the host keeps waiting have their answer.
    await Promise.race([statuses, fulfilled(asking, 30 - 8)]);
    const other = world.get(main, '/v1/orders/order-0/request-options');
    answer();
    expect((await statuses).filter((status) => status === 429).length).toBe(30 - 8);
    expect(asked).toBeLessThanOrEqual(9);
    expect((await other).status).toBe(404);
  });

  it.each([[few(1, 0)], [few(0, 1)], [few(1, Number.NaN)]])(
    'cannot have a budget that lets nothing pass: %j',
    async (buyer) => {
      await expect(start({ buyer })).rejects.toThrow('limits.requests.buyer.writes must have');
    },
  );

  it('change nothing: the same key is taken later', async () => {
    const world = await start({ buyer: few(1, 1) });
    const { buyer } = peopleOf('limited-3');
    await world.create({}, buyer);
    const body = { type: 'return-refund', orderId: 'nothing', request: {}, locale: 'en' };
    expect((await world.send(buyer, 'POST', '/v1/tickets', body, 'one-key')).status).toBe(429);
    world.clock.advance(1_000);
    expect((await world.send(buyer, 'POST', '/v1/tickets', body, 'one-key')).status).not.toBe(429);
  });
});

describe('the budget of a merchant', () => {
  it('is one for all of a party, so that a buyer learns nothing of what others do', async () => {
    const world = await start({ merchant: few(2, 1) });
    const { main, sub, sub2, buyer, staff } = peopleOf('limited-4');
    expect((await write(world, main)).status).toBe(404);
    expect((await write(world, sub)).status).toBe(404);
    expect((await write(world, sub2)).status).toBe(429);
    for (const other of [buyer, staff]) expect((await write(world, other)).status).toBe(404);
    expect((await write(world, peopleOf('limited-5').sub2)).status).toBe(404);
  });

  it('is generous: an agent sends a batch of 500 at once, a backend thousands', async () => {
    const world = await start({});
    const { main, host } = peopleOf('limited-6');
    const statuses = new Set<number>();
    for (let n = 0; n < 500; n++) statuses.add((await write(world, main)).status);
    for (let n = 0; n < 1_000; n++) statuses.add((await write(world, host)).status);
    expect([...statuses]).not.toContain(429);
  });
});

describe('a budget of several servers with one bus', () => {
  /** Requests in turn at two servers. @returns how many of them were let pass */
  async function passing(worlds: readonly TestServer[], who: readonly Claims[], count: number): Promise<number> {
    const statuses: number[] = [];
    for (let n = 0; n < count; n++) statuses.push((await write(worlds[n % 2]!, who[n % who.length]!)).status);
    return statuses.filter((status) => status !== 429).length;
  }
  const two = async (requests: Parameters<typeof start>[0]) => {
    const shared = { bus: createMemoryBus(), clock: testClock() };
    return [await start(requests, shared), await start(requests, shared)];
  };

  it('is one for all of them: of what each has taken, an eighth at most is not known to the others', async () => {
    const worlds = await two({ account: few(16, 1) });
    const { main, sub } = peopleOf('limited-8');
    expect(await passing(worlds, [main], 60)).toBe(16);
    expect((await write(worlds[0]!, sub)).status).toBe(404);
    worlds[0]!.clock.advance(8_000);
    const later = await passing(worlds, [main], 60);
    expect([8, 9]).toContain(later);
    // What one of them alone is asked, the other counts too.
    worlds[0]!.clock.advance(16_000);
    for (let n = 0; n < 16; n++) expect((await write(worlds[0]!, main)).status).toBe(404);
    expect((await write(worlds[1]!, main)).status).toBe(429);
  });

  it('is one for all of a party at a merchant, too', async () => {
    const worlds = await two({ merchant: few(8, 1) });
    const { main, sub, buyer } = peopleOf('limited-9');
    expect(await passing(worlds, [main, sub, sub], 40)).toBe(8);
    expect((await write(worlds[1]!, buyer)).status).toBe(404);
  });

  it('does not fall below what one server would give', async () => {
    const bus = createMemoryBus();
    const world = await start({ account: few(4, 1) }, { bus });
    const { main } = peopleOf('limited-10');
    const hints: Hint[] = [];
    bus.subscribe((hint) => hints.push(hint));
    for (let n = 0; n < 4; n++) expect((await write(world, main)).status).toBe(404);
    expect((await write(world, main)).status).toBe(429);
    // It hears what it said itself, and what later releases may say.
    expect(hints.filter(({ kind }) => kind === 'requests').length).toBe(4);
    const later = { kind: 'requests', node: 'later', merchantId: main.merchantId ?? '', count: 1 } as const;
    bus.publish({ ...later, party: 'courier', budget: 'writes' });
    bus.publish({ ...later, party: 'merchant', budget: 'parcels', accountId: main.accountId });
    world.clock.advance(1_000);
    expect((await write(world, main)).status).toBe(404);
  });
});

describe('what is told about limits', () => {
  it('is in the description of the interface: on every write and on expensive reads', async () => {
    const world = await start({});
    type Operation = { readonly security?: object; readonly responses: Record<string, { readonly headers?: object }> };
    const { paths } = (await world.get<{ paths: Record<string, Record<string, Operation>> }>(MAIN, '/openapi.json'))
      .body;
    for (const [path, methods] of Object.entries(paths)) {
      for (const [method, operation] of Object.entries(methods)) {
        if (method === 'parameters' || method === 'get') continue;
        expect(operation.responses['429']?.headers, `${method} ${path}`).toHaveProperty('Retry-After');
      }
    }
    expect(paths['/v1/summaries']?.['get']?.responses).toHaveProperty('429');
    expect(paths['/v1/session']?.['get']?.responses).not.toHaveProperty('429');
  });

  it('is followed by the client: what it sends arrives once, after the wait', async () => {
    const clock = { now: () => Date.now(), advance: () => undefined, set: () => undefined };
    const world = await start(
      { account: { ...few(1_000, 1_000), writes: { burst: 1, perSecond: 1 } } },
      { clock, bus: createMemoryBus() },
    );
    const { main, buyer } = peopleOf('limited-7');
    const { ticket } = await world.create({}, buyer);
    const answers: number[] = [];
    let tellTaken = (): void => undefined;
    const taken = new Promise<void>((resolve) => (tellTaken = resolve));
    const client = createClient({
      transport: httpTransport({
        url: 'http://sidecard.test',
        fetch: async (input, init) => {
          const request = new Request(input, init);
          const response = await world.server.fetch(request);
          if (request.method === 'POST') answers.push(response.status);
          if (answers.filter((status) => status === 200).length === 2) tellTaken();
          return response;
        },
      }),
      getToken: () => world.token(main),
    });
    await Promise.all([
      client.send(ticket.id, { command: 'reply', fields: { text: 'One.' } }),
      client.send(ticket.id, { command: 'reply', fields: { text: 'Two.' } }),
    ]);
    await taken;
    expect(answers).toContain(429);
    client.close();
    const { body } = await world.get<TicketAnswer>(
      { ...HOST, merchantId: main.merchantId! },
      `/v1/tickets/${ticket.id}`,
    );
    const replies = JSON.stringify(body).match(/"(One|Two)\."/g);
    expect([...new Set(replies)].sort()).toEqual(['"One."', '"Two."']);
  });
});
