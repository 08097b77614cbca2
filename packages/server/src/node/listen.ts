import type { ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { SidecardServer } from '../options.js';
import { sendEvents } from './event-responses.js';

/** How long closing takes until connections are cut, in milliseconds. */
const CLOSES_MS = 10_000;

/** Where to listen. */
export interface ListenOptions {
  /** 0 picks a free port. @default 0 */
  readonly port?: number;
  /** @default '127.0.0.1' */
  readonly host?: string;
  /** How long an idle connection stays open, in milliseconds: longer than in a balancer in front. @default 75000 */
  readonly keepAliveMs?: number;
}

/** A listening server. */
export interface Listening {
  readonly port: number;
  /** Such as `http://127.0.0.1:8787`. */
  readonly url: string;
  /**
   * Stops accepting requests, and ends the streams and timers.
   *
   * @param options.drainMs - how long it hands over to other servers before that, in milliseconds; see `SidecardServer.drain`. @default 0
   */
  close(options?: { readonly drainMs?: number }): Promise<void>;
}

/**
 * Starts a server and listens.
 *
 * @throws if the port is in use (`EADDRINUSE`), or the database cannot be migrated
 */
export async function listen(
  server: Pick<SidecardServer, 'fetch' | 'start' | 'stop'> & Partial<Pick<SidecardServer, 'drain'>>,
  { port = 0, host = '127.0.0.1', keepAliveMs = 75_000 }: ListenOptions = {},
): Promise<Listening> {
  const http = createAdaptorServer({
    fetch: async (request: Request, { outgoing }: { readonly outgoing: unknown }) =>
      sendEvents(await server.fetch(request), outgoing),
    overrideGlobalObjects: false,
  });
  let isClosing = false;
  const answers = new Set<object>();
  let allSent: (() => void) | undefined;
  if ('keepAliveTimeout' in http) http.keepAliveTimeout = keepAliveMs;
  // A client that goes on with its connection would find it closed in the middle of a request.
  http.prependListener('request', (_: unknown, response: ServerResponse) => {
    if (isClosing) response.shouldKeepAlive = false;
    answers.add(response);
    response.once('close', () => {
      answers.delete(response);
      if (answers.size === 0) allSent?.();
    });
  });
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject);
    http.listen(port, host, () => {
      http.off('error', reject);
      resolve();
    });
  });
  const taken = (http.address() as AddressInfo).port;
  const close = async ({ drainMs = 0 }: { readonly drainMs?: number } = {}) => {
    isClosing = true;
    if (drainMs > 0) await server.drain?.(drainMs);
    const closed = new Promise<void>((resolve) => void http.close(() => resolve()));
    const untilMs = performance.now() + CLOSES_MS;
    await server.stop();
    // Bodies are still being sent.
    if (answers.size > 0) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, untilMs - performance.now());
        allSent = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    // What is left is idle, such as connections that browsers keep open, or not read.
    if ('closeAllConnections' in http) http.closeAllConnections();
    await closed;
  };
  try {
    await server.start();
  } catch (error) {
    await close();
    throw error;
  }
  return { port: taken, url: `http://${host.includes(':') ? `[${host}]` : host}:${taken}`, close };
}
