import type { IncomingMessage, ServerResponse } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { checkedPrefix, elsewhere } from '../mounted.js';
import type { SidecardServer } from '../options.js';
import { sendEvents } from './event-responses.js';

/** A request of `node:http`; named by what is used, so that its types need not be installed. */
export interface NodeRequest {
  url?: string | undefined;
  readonly headers: object;
}

/** A response of `node:http`. */
export interface NodeResponse {
  end(): unknown;
}

/**
 * Returns a listener for `node:http` and what is built on it, such as Express and Fastify. A reader that goes away ends its stream, and
 * bodies are read by the server alone, within its limits: no other middleware may have read them.
 *
 * @param server - started by you: `await server.start()`
 * @param options.prefix - a path that the router leaves in the address, such as `/after-sales`; other addresses are answered with 404. @default none
 * @throws {TypeError} if the prefix does not begin with a slash, or ends with one
 */
export function nodeListener(
  server: Pick<SidecardServer, 'fetch'>,
  { prefix = '' }: { readonly prefix?: string } = {},
): (request: NodeRequest, response: NodeResponse) => void {
  const listener = listenerOf((request) => server.fetch(request));
  if (prefix === '') return listener;
  const path = checkedPrefix(prefix);
  const other = listenerOf(elsewhere);
  return (request, response) => {
    const { url = '/' } = request;
    if (!url.startsWith(`${path}/`)) return other(request, response);
    request.url = url.slice(path.length);
    listener(request, response);
  };
}

function listenerOf(answer: (request: Request) => Response | Promise<Response>) {
  const listener = getRequestListener(async (request, { outgoing }) => sendEvents(await answer(request), outgoing), {
    overrideGlobalObjects: false,
  });
  return (request: NodeRequest, response: NodeResponse) =>
    void listener(request as IncomingMessage, response as ServerResponse);
}
