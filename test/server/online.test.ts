import { createMapsStore } from '@sidecard/server/memory';
import { expect, it } from 'vitest';
import { peopleOf, startTestServer } from '../support/server.ts';

/** A server whose store takes its time to write that somebody is online. */
async function serve() {
  const inner = createMapsStore();
  const held: (() => void)[] = [];
  const store: typeof inner = {
    ...inner,
    async setOnline(...args) {
      await new Promise<void>((resolve) => held.push(resolve));
      return inner.setOnline(...args);
    },
  };
  const world = await startTestServer({ store });
  const online = (merchantId: string) => inner.onlineElsewhere(merchantId, 'another server', world.clock.now());
  return { world, online, held };
}

it('an account that has left is not online, though what says that it came is written later', async () => {
  const { world, online, held } = await serve();
  const { main } = peopleOf('online-1');
  const stream = await world.stream(main);
  await stream.next();
  await expect.poll(() => held.length).toBe(1);
  const closing = stream.close();
  held.shift()!();
  await closing;
  await world.server.stop();
  expect(await online(main.merchantId!)).toEqual([]);
});

it('an account that leaves while it is told anew who is here is not online either', async () => {
  const { world, online, held } = await serve();
  const { main } = peopleOf('online-2');
  const stream = await world.stream(main);
  await stream.next();
  await expect.poll(() => held.length).toBe(1);
  held.shift()!();
  await expect.poll(() => online(main.merchantId!)).toEqual([main.accountId]);
  world.clock.advance(15_000);
  const sweep = world.server.tick();
  await expect.poll(() => held.length).toBe(1);
  await stream.close();
  await expect.poll(() => online(main.merchantId!)).toEqual([]);
  held.shift()!();
  await sweep;
  await world.server.stop();
  expect(await online(main.merchantId!)).toEqual([]);
});
