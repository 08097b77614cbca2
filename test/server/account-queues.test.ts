import type { Problem } from '@sidecard/core/wire';
import type { ServerOptions, Store } from '@sidecard/server';
import { createMapsStore } from '@sidecard/server/memory';
import { expect, it } from 'vitest';
import { BUYER, MAIN, sign, startTestServer } from '../support/server.ts';

const OTHER = { ...BUYER, accountId: 'buyer-2' };

/** A server whose store answers no read of lists until it is told to. */
async function startHeld(concurrency: NonNullable<NonNullable<ServerOptions['limits']>['concurrency']>) {
  const store = createMapsStore();
  let asked = 0;
  const held: (() => void)[] = [];
  const slow: Store = {
    ...store,
    async snapshot(work) {
      asked++;
      await new Promise<void>((resolve) => held.push(resolve));
      return store.snapshot(work);
    },
  };
  const world = await startTestServer({ store: slow, limits: { concurrency } });
  return { world, asked: () => asked, release: () => held.shift()?.() };
}

const LIST = '/v1/tickets';

it('two of a buyer’s requests run at once, others’ do not wait for the rest, and too many are refused', async () => {
  const { world, asked, release } = await startHeld({ waiting: 3 });
  const many = Array.from({ length: 6 }, () => world.get<Problem>(BUYER, LIST));
  const refused = await Promise.race(many);
  expect([refused.status, refused.body.code, refused.headers.get('retry-after')]).toEqual([429, 'rate-limited', '1']);
  const other = world.get(OTHER, LIST);
  const shop = world.get(MAIN, LIST);
  await expect.poll(asked).toBe(4);
  // what stays open does not count
  const stream = await world.stream(BUYER);
  await stream.until('ready');
  await stream.close();
  for (let n = 0; n < 4; n++) release();
  expect([(await other).status, (await shop).status]).toEqual([200, 200]);
  await expect.poll(asked).toBe(6);
  release();
  await expect.poll(asked).toBe(7);
  for (let n = 0; n < 2; n++) release();
  expect((await Promise.all(many)).map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 200, 429]);
  await world.stop();
});

it('a request whose body does not come keeps no place', async () => {
  const { world } = await startHeld({ buyer: 1 });
  const authorization = `Bearer ${await sign(BUYER, world.clock.now())}`;
  const request = (body: BodyInit) =>
    world.server.fetch(
      new Request(`http://sidecard.test${LIST}/none/commands`, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json', 'idempotency-key': 'a-key' },
        body,
        duplex: 'half',
      } as RequestInit),
    );
  let end = (): void => undefined;
  const begin = (controller: ReadableStreamDefaultController) => {
    controller.enqueue(new TextEncoder().encode('{'));
    end = () => controller.close();
  };
  const slow = request(new ReadableStream({ start: begin }));
  expect((await request('{"command":"withdraw"}')).status).toBe(404);
  end();
  expect((await slow).status).toBe(422);
  await world.stop();
});

it('a limit that lets nothing run is refused', async () => {
  await expect(startHeld({ buyer: 0 })).rejects.toThrow('limits.concurrency.buyer must be at least 1');
});
