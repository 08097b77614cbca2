/**
 * Makes clients, transports and feeds on other ports than the browser's: on clocks, timers, randomness, locks and channels of your own.
 * For simulations and for tests with a clock of their own; pages need none of it.
 *
 * Each client has its own ports, so that one process can run any number of them, each as a tab of some browser:
 *
 * ```ts
 * const ports: Ports = { ...browserPorts, now, monotonic, random, after, every };
 * const transport = httpTransportWith(ports, { url, fetch, sharesStream: true });
 * const client = createClientWith(ports, { transport, getToken, storage: memoryStorage() });
 * ```
 *
 * Nothing else of the client depends on when it runs, but for parts that load with an `import()`. Bundled into one file, those are
 * resolved promises.
 *
 * It also has the connection's tables and its one function, pure and without ports, which `docs/protocol.md` shows.
 *
 * @packageDocumentation
 */
export { createClientWith } from './client.js';
export { readFeedWith } from './feed/read-feed.js';
export { browserPorts } from './ports/browser.js';
export type * from './ports/ports.types.js';
export {
  CLOSED_CONNECTION,
  type ConnectionEffect,
  type ConnectionEvent,
  type ConnectionEventType,
  type ConnectionMachine,
  connectionStep,
  type Link,
  LINK,
  type ReadBy,
  type Trust,
  TRUST,
} from './stream/connection-machine.js';
export type { Doubt } from './tabs/shared-events.js';
export { httpTransportWith } from './transport/http.js';
export { watchDeadlinesWith } from './watch-deadlines.js';
