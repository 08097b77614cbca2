import type { Client } from 'pg';
import { type ClosableBus, createSharedBus } from '../bus/shared-bus.js';

const CHANNEL = 'sidecard_hints';
/** PostgreSQL's limit is 8,000. */
const MAX_BYTES = 7_800;
/** Pauses before the connection is opened again, in milliseconds. */
const AGAIN_MS = { first: 100, most: 5_000 };

/** How often to make sure that the connection is alive, in milliseconds. */
const ALIVE_MS = 15_000;

/**
 * Creates a bus over `LISTEN` and `NOTIFY`. It notifies after the commit, from a connection of its own, with many hints at once: within the
 * transactions, PostgreSQL would commit them one after the other. While the connection is down hints are lost, which sweeps make up for.
 *
 * @param create - creates a client that is not connected
 */
export async function createNotifyBus(
  create: () => Client,
  onError: (error: Error) => void = () => undefined,
): Promise<ClosableBus> {
  let client: Client | undefined;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;
  /** Runs a statement. A connection that does not answer is replaced. */
  const run = async (statement: string, values: string[] = []): Promise<void> => {
    const running = client;
    try {
      await running?.query(statement, values);
    } catch (error) {
      onError(error as Error);
      void running?.end().catch(() => undefined);
    }
  };
  const bus = createSharedBus({
    maxBytes: MAX_BYTES,
    send: (text) => run('select pg_notify($1, $2)', [CHANNEL, text]),
  });

  const connect = async (): Promise<void> => {
    const next = create();
    next.on('notification', ({ payload }) => bus.receive(payload ?? ''));
    next.on('error', onError);
    try {
      await next.connect();
      await next.query(`listen ${CHANNEL}`);
    } catch (error) {
      // It may have connected.
      await next.end().catch(() => undefined);
      throw error;
    }
    if (closed) return next.end();
    client = next;
    next.once('end', () => {
      client = undefined;
      connectAgain(AGAIN_MS.first);
    });
  };

  const connectAgain = (afterMs: number): void => {
    if (closed) return;
    timer = setTimeout(() => {
      connect().catch((error: Error) => {
        onError(error);
        connectAgain(Math.min(afterMs * 2, AGAIN_MS.most));
      });
    }, afterMs);
    timer.unref();
  };

  await connect();
  const alive = setInterval(() => void run('select 1'), ALIVE_MS);
  alive.unref();
  return {
    ...bus,
    async close() {
      closed = true;
      clearTimeout(timer);
      clearInterval(alive);
      await client?.end();
    },
  };
}
