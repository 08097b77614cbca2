import { expect, it } from 'vitest';
import { LightAbortController, LightAbortSignal, LightEventTarget } from './events.ts';
import { LightHeaders, LightRequest, LightResponse } from './messages.ts';
import { Dice } from './random.ts';
import { LightReadableStream } from './streams.ts';

/** Resolves when no microtask is left. */
const drained = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const message = (error: unknown): string => (error instanceof TypeError ? 'TypeError' : String(error));

/** Uses a stream at random, and writes down all that it does. */
async function story(Stream: typeof ReadableStream, seed: number): Promise<string[]> {
  const dice = new Dice(seed);
  const told: string[] = [];
  let own: ReadableStreamDefaultController<string> | undefined;
  const [highWaterMark, pulls] = [dice.below(4), dice.below(3)];
  const stream = new Stream<string>(
    {
      start: (controller) => void (own = controller),
      pull(controller) {
        told.push('pull');
        if (pulls === 1) controller.enqueue('pulled');
        return pulls === 2 ? Promise.resolve().then(() => controller.enqueue('later')) : undefined;
      },
      cancel: (reason) => void told.push(`cancelled: ${String(reason)}`),
    },
    { highWaterMark, size: (chunk) => chunk?.length ?? 0 },
  );
  const reader = stream.getReader();
  const steps = [
    () => own!.enqueue('abcd'.slice(dice.below(4))),
    () => own!.enqueue('ab'),
    () => told.push(`room ${own!.desiredSize}`),
    ...Array.from({ length: 4 }, () => () => {
      void reader.read().then(
        ({ done, value }) => told.push(`${String(done)} ${value}`),
        (error: unknown) => told.push(`failed: ${message(error)}`),
      );
    }),
    () => void (dice.chance(0.2) && own!.close()),
    () => void (dice.chance(0.2) && own!.error('broken')),
    () => {
      if (!dice.chance(0.2)) return;
      void reader.cancel('enough').then(
        () => told.push('is cancelled'),
        (error: unknown) => told.push(`not cancelled: ${message(error)}`),
      );
    },
  ];
  for (let at = 0; at < 25; at++) {
    try {
      steps[dice.below(steps.length)]!();
    } catch (error) {
      told.push(`throws ${message(error)}`);
    }
    if (dice.chance(0.7)) await drained();
  }
  await drained();
  return told;
}

it('a stream of the simulation does what a real one does', async () => {
  for (let seed = 1; seed <= 300; seed++) {
    const real = await story(ReadableStream, seed);
    expect(await story(LightReadableStream as never, seed), `seed ${seed}`).toEqual(real);
  }
});

it.each([
  ['the real ones', Headers, Request, Response],
  ['those of the simulation', LightHeaders as never, LightRequest as never, LightResponse as never],
] as const)('headers, requests and answers: %s', async (_, OwnHeaders, OwnRequest, OwnResponse) => {
  const headers = new OwnHeaders({ 'X-One': '1' });
  headers.append('x-one', '2');
  headers.set('A', 'b');
  headers.delete('a');
  expect([headers.get('X-ONE'), headers.has('a'), [...headers]]).toEqual(['1, 2', false, [['x-one', '1, 2']]]);
  const request = new OwnRequest('https://a.test/b', { method: 'POST', headers, body: '{"ü":1}' });
  const again = new OwnRequest(request, { headers: { x: 'y' } });
  expect([again.url, again.method, again.headers.get('x'), again.signal.aborted]).toEqual([
    'https://a.test/b',
    'POST',
    'y',
    false,
  ]);
  expect(await again.json()).toEqual({ ü: 1 });
  await expect(again.text()).rejects.toThrow(TypeError);
  const answer = new OwnResponse('ü', { status: 404 });
  expect([answer.ok, answer.status, answer.headers.get('content-type')]).toEqual([
    false,
    404,
    'text/plain;charset=UTF-8',
  ]);
  const copy = new OwnResponse(answer.body, answer);
  expect((await copy.arrayBuffer()).byteLength).toBe(2);
  expect(await new OwnResponse(null).text()).toBe('');
});

it.each([
  ['the real ones', EventTarget, AbortController, AbortSignal],
  ['those of the simulation', LightEventTarget as never, LightAbortController as never, LightAbortSignal as never],
] as const)('events and signals: %s', (_, OwnTarget, OwnController, OwnSignal) => {
  const told: string[] = [];
  const [stop, other] = [new OwnController(), new OwnController()];
  const target = new OwnTarget();
  const hear = (): void => void told.push('heard');
  target.addEventListener('a', hear);
  target.addEventListener('a', hear);
  target.addEventListener('a', () => told.push('once'), { once: true });
  target.addEventListener('a', () => told.push('until'), { signal: stop.signal });
  target.dispatchEvent(new Event('a'));
  const any = OwnSignal.any([stop.signal, other.signal]);
  any.addEventListener('abort', () => told.push(`any ${String(any.reason)}`));
  stop.abort('enough');
  stop.abort('again');
  target.dispatchEvent(new Event('a'));
  target.removeEventListener('a', hear);
  target.dispatchEvent(new Event('a'));
  expect(told).toEqual(['heard', 'once', 'until', 'any enough', 'heard']);
  expect(() => any.throwIfAborted()).toThrow('enough');
  other.abort();
  expect((other.signal.reason as Error).name).toBe('AbortError');
});
