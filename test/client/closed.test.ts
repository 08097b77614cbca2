import { memoryStorage } from '@sidecard/client';
import { browserPorts, createClientWith, type Ports } from '@sidecard/client/ports';
import { it } from 'vitest';
import { MAIN } from '../support/server.ts';
import { memoryShop } from './support/shops.ts';
import { eventually, until } from './support/until.ts';

/** Shorter than the client waits until it loads what nothing has asked for. */
const PATIENCE_MS = 4_000;

/** Ports that know what is still waited for and listened to. */
function watchedPorts(): { readonly ports: Ports; readonly left: () => readonly string[] } {
  const left = new Map<object, string>();
  const note = (what: string, undo: () => void): (() => void) => {
    const key = {};
    left.set(key, what);
    return () => {
      left.delete(key);
      undo();
    };
  };
  const ports: Ports = {
    ...browserPorts,
    after(ms, work) {
      // It is over by itself.
      if (ms === 0) return browserPorts.after(ms, work);
      const undo = note(`after ${ms}`, () => cancel());
      const cancel = browserPorts.after(ms, () => {
        undo();
        work();
      });
      return undo;
    },
    every: (ms, work) => note(`every ${ms}`, browserPorts.every(ms, work)),
    onPage: (event, listener) => note(`on ${event}`, browserPorts.onPage(event, listener)),
  };
  return { ports, left: () => [...left.values()] };
}

it('a client that is closed leaves no timer and no listener behind, however early it is closed', async () => {
  const { shop } = memoryShop();
  const ticket = await shop.create();
  // Every part is loaded once: from then on it comes at once.
  const first = shop.client(MAIN);
  await first.send(ticket.id, { command: 'reply', fields: { text: 'Good day.' } });
  await first.team();
  await until(first.list({}), ({ status }) => status === 'ready');
  await until(first.connection, ({ state }) => state === 'live');
  first.close();
  for (let turns = 0; turns < 60; turns++) {
    const { ports, left } = watchedPorts();
    const { transport } = shop.line(MAIN);
    const client = createClientWith(ports, { transport, storage: { ...memoryStorage(), sharedAs: `closed ${turns}` } });
    client.ticket(ticket.id).subscribe(() => {});
    client.list({}).subscribe(() => {});
    client.cards.subscribe(() => {});
    void client.team();
    client.drafts.set(ticket.id, 'reply', { text: 'Good day.' });
    void client.send(ticket.id, { command: 'reply', fields: { text: 'Good day.' } });
    for (let turn = 0; turn < turns; turn++)
      await (turns % 2 === 0 ? new Promise((resolve) => setImmediate(resolve)) : undefined);
    client.close();
    await eventually(() => left().length === 0, PATIENCE_MS);
  }
});
