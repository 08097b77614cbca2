import { type Client, type ClientStorage, memoryStorage } from '@sidecard/client';
import { browserPorts, createClientWith, type Ports } from '@sidecard/client/ports';
import { afterEach, describe, expect, it } from 'vitest';
import { MAIN } from '../support/server.ts';
import { memoryShop } from './support/shops.ts';
import { eventually, settled, until } from './support/until.ts';

/** How long a client waits for its storage, in milliseconds. */
const STORAGE_MS = 3_000;

/** A storage that answers when it is told to, and a client with it whose waiting is over when the test says so. */
async function open() {
  const { shop } = memoryShop();
  const ticket = await shop.create();
  const kept = memoryStorage();
  const waits = new Set<() => void>();
  let passedMs = 0;
  let answers: Promise<void> = Promise.resolve();
  const late = <Result>(work: () => Promise<Result>): Promise<Result> => answers.then(work);
  const storage: ClientStorage = {
    get: (key) => late(() => kept.get(key)),
    set: (key, value) => late(() => kept.set(key, value)),
    delete: (key) => late(() => kept.delete(key)),
    entries: (prefix) => late(() => kept.entries(prefix)),
  };
  const after: Ports['after'] = (ms, work) => {
    if (ms !== STORAGE_MS) return browserPorts.after(ms, work);
    waits.add(work);
    return () => void waits.delete(work);
  };
  const ports: Ports = { ...browserPorts, after, now: () => Date.now() + passedMs };
  return {
    ticketId: ticket.id,
    start: () => createClientWith(ports, { transport: shop.line(MAIN).transport, storage }),
    /** Keeps back all answers from now on. @returns gives them */
    hold(): () => void {
      let give = (): void => {};
      answers = new Promise((resolve) => (give = resolve));
      return give;
    },
    /** Time passes, and what waits for it comes. */
    wait(ms: number): void {
      passedMs += ms;
      for (const work of [...waits]) if (waits.delete(work)) work();
    },
    isWaiting: () => waits.size > 0,
    stored: async () => (await kept.entries('draft/')).map(([, value]) => value),
  };
}

describe('a storage', () => {
  let client: Client | undefined;
  afterEach(() => client?.close());
  const DRAFT = { text: 'The parcel is on its way.' };

  it('[R8] that was being asked when the device fell asleep, or the page hung, is asked on', async () => {
    const world = await open();
    const give = world.hold();
    client = world.start();
    await eventually(world.isWaiting);
    world.wait(60_000);
    await settled();
    give();
    await until(client.session, (session) => session !== undefined);
    client.drafts.set(world.ticketId, 'reply', DRAFT);
    await eventually(async () => (await world.stored()).length === 1);
  });

  it('[R8] that answers after it was given up is used again', async () => {
    const world = await open();
    const give = world.hold();
    client = world.start();
    await eventually(world.isWaiting);
    world.wait(STORAGE_MS);
    await settled();
    expect(world.isWaiting()).toBe(false);
    await until(client.session, (session) => session !== undefined);
    give();
    await settled();
    client.drafts.set(world.ticketId, 'reply', DRAFT);
    await eventually(async () => (await world.stored()).length === 1);
  });
});
