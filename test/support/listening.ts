import { listen, type Listening } from '@sidecard/server/node';
import type { TestServer } from './server.ts';

/** Serves a test server over HTTP. Its timers stay stopped: the test drives the clock. */
export function listenFor({ server }: TestServer): Promise<Listening> {
  return listen({
    fetch: (request) => server.fetch(request),
    stop: () => server.stop(),
    start: () => Promise.resolve(),
  });
}
