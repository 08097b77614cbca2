import type { Client } from '@sidecard/client';
import { browserPorts, createClientWith, type PageEvent, type Ports } from '@sidecard/client/ports';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MAIN } from '../support/server.ts';
import { type Backend, type Line, type Shop, START_TIMEOUT_MS, startServerBackend } from './support/shops.ts';
import { eventually, until } from './support/until.ts';

/** The longest that a doubt may last, in milliseconds. */
const DOUBT_MS = 2000;
/** After how long a request is unanswered, in milliseconds. */
const UNANSWERED_MS = 1000;

/** A page with a clock that can be put forward, whose doubts and waits last until the test ends them. */
function aPage() {
  const listeners = new Map<PageEvent, Set<(event: { readonly persisted?: boolean }) => void>>();
  const doubts = new Set<() => void>();
  const waits = new Set<() => void>();
  const checks = new Map<() => void, number>();
  let sleptMs = 0;
  let wrongMs = 0;
  const ports: Ports = {
    ...browserPorts,
    now: () => Date.now() + wrongMs,
    monotonic: () => performance.now() + sleptMs,
    isHidden: () => false,
    onPage(event, listener) {
      const all = listeners.get(event) ?? new Set();
      listeners.set(event, all.add(listener));
      return () => void all.delete(listener);
    },
    every(ms, work) {
      checks.set(work, ms);
      return () => void checks.delete(work);
    },
    after(ms, work) {
      if (ms !== DOUBT_MS && ms !== UNANSWERED_MS) return browserPorts.after(ms, work);
      const timers = ms === DOUBT_MS ? doubts : waits;
      timers.add(work);
      return () => void timers.delete(work);
    },
  };
  return {
    ports,
    /** Lets time pass in which nothing ran. */
    sleep: (ms: number) => void (sleptMs += ms),
    /** Puts the wall clock forward or back. */
    setClock: (ms: number) => void (wrongMs += ms),
    dispatch: (event: PageEvent, init = {}) => listeners.get(event)?.forEach((listener) => listener(init)),
    everyMs: () => [...checks.values()],
    /** What is done again and again is done once more. */
    tick: () => [...checks.keys()].forEach((work) => work()),
    hasDoubt: () => doubts.size > 0,
    /** Two seconds pass. */
    endDoubts: () => doubts.forEach((end) => end()),
    isWaiting: () => waits.size > 0,
    /** A second passes. */
    endWaits: () => waits.forEach((end) => end()),
  };
}

describe('a page that wakes', () => {
  let backend: Backend;
  let shop: Shop;
  let line: Line;
  let page: ReturnType<typeof aPage>;
  let client: Client;
  const state = () => client.connection.get().state;

  beforeAll(async () => {
    backend = await startServerBackend();
  }, START_TIMEOUT_MS);
  beforeEach(async () => {
    shop = await backend.openShop();
    line = shop.line(MAIN);
    page = aPage();
    client = createClientWith(page.ports, { transport: line.transport, getToken: line.getToken! });
    client.connection.subscribe(() => {});
    await until(client.connection, (now) => now.state === 'live');
  });
  afterEach(() => client.close());
  afterAll(() => backend.stop());

  it.each([
    ['visibilitychange', {}],
    ['pageshow', { persisted: true }],
    ['resume', {}],
    ['online', {}],
    ['offline', {}],
  ] as const)('[live-is-true] by %s: is live no longer than two seconds if the path is dead', async (event, init) => {
    line.goSilent();
    page.sleep(10_000);
    page.dispatch(event, init);
    expect(state()).toBe('live');
    expect(page.hasDoubt()).toBe(true);
    page.endDoubts();
    expect(state()).toBe('stale');
    line.goOnline();
    await until(client.connection, (now) => now.state === 'live');
    expect(page.hasDoubt()).toBe(false);
  });

  it('[live-is-true] by its clocks alone: looks every second whether the device slept', async () => {
    expect(page.everyMs()).toEqual([1000]);
    line.goSilent();
    page.sleep(60_000);
    page.tick();
    expect(page.hasDoubt()).toBe(true);
    page.endDoubts();
    expect(state()).toBe('stale');
    line.goOnline();
    await until(client.connection, (now) => now.state === 'live');
  });

  it('[live-is-true] by a clock that was put back, which may hide that the device slept', () => {
    page.setClock(-5000);
    page.tick();
    expect(page.hasDoubt()).toBe(false);
    page.setClock(-3_600_000);
    page.tick();
    expect(page.hasDoubt()).toBe(true);
  });

  it('[live-is-true] stays live without a word if the path is not dead', async () => {
    const before = line.requests.filter((called) => called.endsWith('/events')).length;
    page.sleep(10_000);
    page.dispatch('visibilitychange');
    expect(page.hasDoubt()).toBe(true);
    await eventually(() => !page.hasDoubt());
    expect(state()).toBe('live');
    expect(line.requests.filter((called) => called.endsWith('/events')).length).toBe(before + 1);
  });

  it('[live-is-true] doubts the stream when another request has no answer for a second, but not again and again', async () => {
    page.sleep(31_000);
    line.goSilent();
    const asked = client.accounts.ask();
    await eventually(() => page.isWaiting());
    page.endWaits();
    expect(page.hasDoubt()).toBe(true);
    page.endDoubts();
    expect(state()).toBe('stale');
    line.goOnline();
    await asked;
    await until(client.connection, (now) => now.state === 'live');
    line.goSilent();
    const again = client.accounts.ask();
    await eventually(() => page.isWaiting());
    page.sleep(5000);
    page.endWaits();
    expect(page.hasDoubt()).toBe(false);
    line.goOnline();
    await again;
  });
});
