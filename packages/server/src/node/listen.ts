import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { SidecardServer } from '../options.js';

/** Where to listen. */
export interface ListenOptions {
  /** 0 picks a free port. @default 0 */
  readonly port?: number;
  /** @default '127.0.0.1' */
  readonly host?: string;
}

/** A listening server. */
export interface Listening {
  readonly port: number;
  /** Such as `http://127.0.0.1:8787`. */
  readonly url: string;
  /** Stops accepting requests, and ends the streams and timers. */
  close(): Promise<void>;
}

/**
 * Starts a server and listens.
 *
 * @throws if the port is in use (`EADDRINUSE`), or the database cannot be migrated
 */
export async function listen(
  server: Pick<SidecardServer, 'fetch' | 'start' | 'stop'>,
  { port = 0, host = '127.0.0.1' }: ListenOptions = {},
): Promise<Listening> {
  const http = createAdaptorServer({ fetch: (request) => server.fetch(request), overrideGlobalObjects: false });
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject);
    http.listen(port, host, () => {
      http.off('error', reject);
      resolve();
    });
  });
  const taken = (http.address() as AddressInfo).port;
  const close = async () => {
    const closed = new Promise<void>((resolve) => void http.close(() => resolve()));
    await server.stop();
    // Idle connections that browsers keep open.
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
