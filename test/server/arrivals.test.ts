import { describe, expect, it } from 'vitest';
import { createArrivals } from '../../packages/server/src/attachments/arrivals.ts';

const { signal } = new AbortController();

/** Whether a promise has been fulfilled, once everything that follows by itself has. */
async function isDone(promise: Promise<unknown>): Promise<boolean> {
  let done = false;
  promise.then(
    () => (done = true),
    () => (done = true),
  );
  await new Promise((resolve) => setImmediate(resolve));
  return done;
}

describe('bodies on their way', () => {
  it('are bounded, of all and of an owner', () => {
    const arrivals = createArrivals({ bodies: 3, perOwner: 2, bytes: 100 });
    const [a, b] = [arrivals.begin('one'), arrivals.begin('one')];
    expect([a, b, arrivals.begin('one')].map((arrival) => arrival !== undefined)).toEqual([true, true, false]);
    expect(arrivals.begin('other')).toBeDefined();
    expect(arrivals.begin('third')).toBeUndefined();
    a!.end();
    expect(arrivals.begin('one')).toBeDefined();
  });

  it('wait for room, except the oldest; others go on when it has ended', async () => {
    const arrivals = createArrivals({ bodies: 9, perOwner: 9, bytes: 100 });
    const [first, second, third] = [arrivals.begin('a')!, arrivals.begin('b')!, arrivals.begin('c')!];
    await first.room(50, signal);
    await second.room(50, signal);
    const waits = third.room(10, signal);
    expect(await isDone(waits)).toBe(false);
    await first.room(200, signal);
    expect(await isDone(waits)).toBe(false);
    first.end();
    await waits;
  });

  it('that do not come take no room', async () => {
    const arrivals = createArrivals({ bodies: 99, perOwner: 99, bytes: 100 });
    for (let n = 0; n < 50; n++) arrivals.begin('slow');
    const whole = arrivals.begin('other')!;
    await whole.room(100, signal);
  });

  it('give up when their time is over', async () => {
    const arrivals = createArrivals({ bodies: 9, perOwner: 9, bytes: 10 });
    const first = arrivals.begin('a')!;
    await first.room(10, signal);
    const controller = new AbortController();
    const second = arrivals.begin('b')!;
    const waits = second.room(1, controller.signal);
    controller.abort(new Error('late'));
    await expect(waits).rejects.toThrow('late');
    second.end();
  });
});
