import type { Cursor, FrameName, Frames } from '@sidecard/core';
import type { TransportFrame } from '../client.types.js';
import { newId } from '../ids.js';

/** An open event stream of one account. */
export interface Connection {
  readonly accountKey: string;
  readonly stream: string;
  readonly push: (frame: TransportFrame) => void;
  readonly end: () => void;
}

/** The logs that accounts read, one an audience, each with its own counter; and who is reading. */
export type Streams = ReturnType<typeof createStreams>;

/** Makes empty streams. */
export function createStreams() {
  const logs = new Map<string, { readonly epoch: string; readonly frames: TransportFrame[] }>();
  const connections = new Set<Connection>();

  function logOf(stream: string) {
    const log = logs.get(stream) ?? { epoch: newId(), frames: [] };
    logs.set(stream, log);
    return log;
  }

  function head(stream: string): Cursor {
    const { epoch, frames } = logOf(stream);
    return `${epoch}.${frames.length}`;
  }

  /** Says something that is no part of a log to the connections of an account. */
  function tell<Name extends FrameName>(accountKey: string, event: Name, data: Frames[Name]): void {
    for (const connection of connections) if (connection.accountKey === accountKey) connection.push({ event, data });
  }

  function publish<Name extends FrameName>(stream: string, event: Name, data: Frames[Name]): void {
    const { epoch, frames } = logOf(stream);
    const frame = { event, data, id: `${epoch}.${frames.length + 1}` };
    frames.push(frame);
    for (const connection of connections) if (connection.stream === stream) connection.push(frame);
  }

  /** Joins a stream after `lastEventId`, or at its head. A cursor that is none of this stream is told so, and the stream ends. */
  function open(connection: Connection, serverTimeMs: number, lastEventId: string | undefined): boolean {
    const { epoch, frames } = logOf(connection.stream);
    connection.push({ event: 'ready', data: { head: head(connection.stream), serverTimeMs } });
    const [, from, seq = ''] = /^(.*)\.(\d+)$/.exec(lastEventId ?? head(connection.stream)) ?? [];
    if (from !== epoch || Number(seq) > frames.length) {
      const moved = [...logs.values()].some((log) => log.epoch === from);
      connection.push({ event: 'reset', data: { reason: moved ? 'stream-moved' : 'epoch-changed' } });
      connection.end();
      return false;
    }
    for (const frame of frames.slice(Number(seq))) connection.push(frame);
    connections.add(connection);
    return true;
  }

  function close(connection: Connection): void {
    connections.delete(connection);
    connection.end();
  }

  /** Ends the streams of one account, or all; `reason` tells them that theirs is another now. */
  function drop(accountKey?: string, reason?: Frames['reset']['reason']): void {
    for (const connection of [...connections]) {
      if (accountKey !== undefined && connection.accountKey !== accountKey) continue;
      if (reason) connection.push({ event: 'reset', data: { reason } });
      close(connection);
    }
  }

  /** Whether an account has an open stream: what "online" means. */
  function isOnline(accountKey: string): boolean {
    return [...connections].some((connection) => connection.accountKey === accountKey);
  }

  return {
    head,
    epoch: (stream: string) => logOf(stream).epoch,
    tell,
    publish,
    open,
    close,
    drop,
    isOnline,
    forget: () => logs.clear(),
  };
}
