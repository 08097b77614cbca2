import { listen, type Listening } from '@sidecard/server/node';
import type { TestServer } from '../../support/server.ts';

/** A server behind real HTTP, with the requests that came and a way to answer one in its place. */
export interface Interposed extends Listening {
  /** Requests that came, as the server sees them. */
  readonly seen: Request[];
  /** Answers a request instead of the server; once. */
  instead: ((request: Request) => Promise<Response> | Response | undefined) | undefined;
  /** Forgets both; for `afterEach`. */
  reset(): void;
}

/** Listens for a test server's clients. */
export async function interpose({ server }: TestServer): Promise<Interposed> {
  const idle = () => Promise.resolve();
  const seen: Request[] = [];
  const listening = await listen({
    async fetch(request) {
      seen.push(request);
      const answer = interposed.instead?.(request);
      if (answer) interposed.instead = undefined;
      return answer ?? server.fetch(request);
    },
    start: idle,
    stop: idle,
  });
  const interposed: Interposed = {
    ...listening,
    seen,
    instead: undefined,
    reset() {
      seen.length = 0;
      interposed.instead = undefined;
    },
  };
  return interposed;
}
