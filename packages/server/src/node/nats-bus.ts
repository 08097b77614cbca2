import type { NatsConnection } from '@nats-io/transport-node';
import { type ClosableBus, createSharedBus } from '../bus/shared-bus.js';

/** Less than the smallest limit in use. */
const MAX_BYTES = 64 * 1024;
/** How long to wait for NATS at the start, in milliseconds. Hints are only hints: the server starts without it, and connects later. */
const FIRST_MS = 2_000;

/** Options of {@link openNatsBus}. */
export interface NatsOptions {
  /** Installations that share a NATS each need a subject of their own. @default 'sidecard.hints' */
  readonly subject?: string;
  /** Called when the connection is lost, or was not there at the start. @default none */
  readonly onError?: (error: Error) => void;
}

/**
 * Opens a bus over NATS, for servers on many machines. Needs the package `@nats-io/transport-node`. It connects again by itself, also if
 * NATS is not there at the start; meanwhile hints are lost, which sweeps make up for.
 *
 * @param url - such as `nats://nats.example:4222`; several are separated by commas, and may have `user:password@` or `token@`; `tls:` demands encryption
 * @throws if NATS refuses what the address says of the user
 */
export async function openNatsBus(url: string, options: NatsOptions = {}): Promise<ClosableBus> {
  // Most installations do not have it.
  const { connect } = await import('@nats-io/transport-node');
  const { subject = 'sidecard.hints', onError = () => undefined } = options;
  const [first = ''] = url.split(',');
  const { protocol, username, password } = new URL(first);
  const signIn = password
    ? { user: decodeURIComponent(username), pass: decodeURIComponent(password) }
    : username
      ? { token: decodeURIComponent(username) }
      : {};
  let connection: NatsConnection | undefined;
  let isClosed = false;
  const bus = createSharedBus({
    maxBytes: MAX_BYTES,
    send: async (text) => {
      connection?.publish(subject, text);
      // Until it is sent, further hints are collected.
      await connection?.flush();
    },
  });
  const begin = async (): Promise<void> => {
    const opened = await connect({
      servers: url.split(',').map((one) => new URL(one.trim()).host),
      name: 'sidecard',
      noEcho: true,
      waitOnFirstConnect: true,
      maxReconnectAttempts: -1,
      ignoreAuthErrorAbort: true,
      ...(protocol === 'tls:' ? { tls: {} } : {}),
      ...signIn,
    });
    if (isClosed) return opened.close();
    opened.subscribe(subject, {
      callback: (error, message) => {
        if (!error) bus.receive(message.string());
      },
    });
    await opened.flush();
    connection = opened;
    void reportLosses(opened, onError);
  };
  const beginning = begin();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => (timer = setTimeout(resolve, FIRST_MS, 'late')));
  const outcome = await Promise.race([beginning, late]).finally(() => clearTimeout(timer));
  if (outcome === 'late') {
    onError(new Error('NATS cannot be reached yet. Until it is, servers learn of each other’s changes by looking.'));
    beginning.catch(onError);
  }
  return {
    ...bus,
    async close() {
      isClosed = true;
      await connection?.close();
    },
  };
}

async function reportLosses(connection: NatsConnection, onError: (error: Error) => void): Promise<void> {
  for await (const { type } of connection.status()) {
    if (type === 'disconnect') onError(new Error('The connection to NATS was lost.'));
  }
}
