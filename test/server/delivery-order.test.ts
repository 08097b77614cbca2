import type { Store } from '@sidecard/server';
import { createMapsStore } from '@sidecard/server/memory';
import { expect, it } from 'vitest';
import { peopleOf, startTestServer, type TestStream } from '../support/server.ts';

/** More replies than a stream's buffer holds, and the one at whose reading the stream is read on. */
const REPLIES = 50;
const READ_ON_AT = 36;

it('[R7] a reader that was behind for a moment gets the replies in the order in which they were written', async () => {
  const open: TestStream[] = [];
  const got: number[] = [];
  const readOn = async () => {
    for (const frame of (await open[0]?.pending()) ?? []) if (frame.event === 'reply') got.push(frame.data.atMs);
  };
  let reads = 0;
  const inner = createMapsStore();
  const store: Store = {
    ...inner,
    findEvent: async (...args) => {
      if (open.length > 0 && ++reads === READ_ON_AT) await readOn();
      return inner.findEvent(...args);
    },
  };
  const world = await startTestServer({ store });
  const { main, buyer } = peopleOf('behind');
  const { ticket } = await world.create({}, buyer);
  const text = '🙂'.repeat(500);
  const written: number[] = [];
  for (let n = 0; n < REPLIES; n++) {
    world.clock.advance(1);
    written.push(world.clock.now());
    expect((await world.command(main, ticket.id, { command: 'reply', fields: { text } })).status).toBe(200);
  }

  const stream = await world.stream(main);
  open.push(stream);
  await stream.until('ready');
  while (reads < READ_ON_AT) await new Promise((resolve) => setImmediate(resolve));
  for (let turn = 0; turn < 10 && got.length < REPLIES; turn++) {
    await world.server.tick();
    await readOn();
  }
  expect(got).toEqual(written);
  await stream.close();
  await world.stop();
});
