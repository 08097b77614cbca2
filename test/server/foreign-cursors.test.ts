import { createMapsStore } from '@sidecard/server/memory';
import { expect, it } from 'vitest';
import { peopleOf, startTestServer } from '../support/server.ts';

it('a cursor of another history makes the server read no more for it, however many buyers a shop has', async () => {
  const store = createMapsStore();
  const asked: (readonly string[])[] = [];
  const world = await startTestServer({
    store: {
      ...store,
      streamEpochs: (merchantId, streams) => {
        asked.push(streams);
        return store.streamEpochs(merchantId, streams);
      },
    },
  });
  const { buyer, main, staff } = peopleOf('foreign-cursors');
  for (const who of [buyer, staff]) {
    const stream = await world.stream(who, 'another-history.1');
    expect((await stream.until('reset')).data).toEqual({ reason: 'epoch-changed' });
    await stream.close();
  }
  expect(asked).toEqual([]);
  const stream = await world.stream(main, 'another-history.1');
  expect((await stream.until('reset')).data).toEqual({ reason: 'epoch-changed' });
  await stream.close();
  expect(asked).toEqual([['shop', 'handlers']]);
  await world.stop();
});
