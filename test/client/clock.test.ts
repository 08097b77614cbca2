import { type Client, createClient, httpTransport, memoryStorage } from '@sidecard/client';
import type { Session } from '@sidecard/core/wire';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { eventually, settled, until } from './support/until.ts';

const HOUR_MS = 3_600_000;
const BEGAN = 1_795_895_746_000;
const SESSION: Session = {
  ...{ party: 'buyer', accountId: 'he', name: 'He', merchantId: 'shop-1', main: false, permissions: [] },
  ...{ serverTimeMs: 0, protocol: 1, capabilities: [], degraded: [], epoch: 'e', permissionGuideUrl: '' },
};

let opened: Client | undefined;
/** What the server says the time is. */
let told: number;
let beat: ((line: string) => void) | undefined;
const bytes = (text: string) => new TextEncoder().encode(text);

/** A client whose device is a minute behind the server, once it knows. @param roundTripMs - how long the answer takes */
async function connect(roundTripMs = 0): Promise<Client> {
  const made = createClient({
    getToken: () => Promise.resolve('e30.e30.x'),
    storage: memoryStorage(),
    transport: httpTransport({
      url: 'https://sidecard.test/',
      fetch(input) {
        if (!new Request(input).url.endsWith('/events')) {
          vi.advanceTimersByTime(roundTripMs);
          return Promise.resolve(Response.json({ ...SESSION, serverTimeMs: told }));
        }
        const body = new ReadableStream<Uint8Array>({
          start: (controller) => void (beat = (line) => controller.enqueue(bytes(line))),
        });
        return Promise.resolve(new Response(body, { headers: { 'content-type': 'text/event-stream' } }));
      },
    }),
  });
  opened = made;
  await until(made.session, (value) => value !== undefined);
  return made;
}

beforeEach(() => {
  told = BEGAN + 60_000;
  vi.useFakeTimers({ toFake: ['Date', 'performance'], now: BEGAN });
});
afterEach(() => {
  vi.useRealTimers();
  opened?.close();
  beat = undefined;
});

it('[R31] tells the server’s time in whole milliseconds, as core counts windows, when an answer took an odd number of them', async () => {
  const client = await connect(3);
  expect(client.now()).toBe(BEGAN + 60_002);
});

it.each([
  ['forward', 3 * HOUR_MS],
  ['back', -3 * HOUR_MS],
])('[R31] goes on by the server’s time when the device’s clock is put %s', async (_, byMs) => {
  const client = await connect();
  vi.setSystemTime(BEGAN + byMs);
  expect(client.now()).toBe(BEGAN + 60_000);
  vi.advanceTimersByTime(5000);
  expect(client.now()).toBe(BEGAN + 65_000);
});

it('[R31] is corrected by heartbeats, forward only; the session decides about more than they can tell', async () => {
  const client = await connect();
  const stop = client.session.subscribe(() => {});
  await eventually(() => beat !== undefined);
  beat?.(`: ${BEGAN + 61_000}\n\n`);
  // What reads the stream is loaded first.
  await eventually(() => client.now() === BEGAN + 61_000);
  beat?.(`: ${BEGAN + 60_000}\n\n: not a time\n\n:\n\n`);
  beat?.(`: ${BEGAN + 61_001}\n\n`);
  await settled();
  expect(client.now()).toBe(BEGAN + 61_001);
  // The device slept for an hour, in which its monotonic clock stood still.
  told = BEGAN + HOUR_MS;
  beat?.(`: ${told}\n\n`);
  await settled();
  expect(client.now()).toBe(told);
  // One server of several has a clock of its own; the session comes from another.
  beat?.(`: ${told + HOUR_MS}\n\n`);
  await settled();
  expect(client.now()).toBe(told);
  stop();
});
