import { streamHasThread, type FrameName, type Frames } from '@sidecard/core';
import type { Services } from '../services.js';
import { audienceOf, cursorOf, readLog } from '../storage/streams.js';
import { staffMessagesById, ticketsById, ticketsOfOrders } from '../storage/tickets.js';
import { messageViewFor, viewFor } from '../views.js';

const encoder = new TextEncoder();

/** A frame of `text/event-stream`, as bytes. */
export function encodeFrame<Name extends FrameName>(event: Name, data: Frames[Name], id?: string): Uint8Array {
  return encoder.encode(`${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
}

/** A line that says nothing, so that proxies and clients know that the stream lives. */
export const HEARTBEAT: Uint8Array = encoder.encode(':\n\n');

/** A frame of a stream's log, encoded once for all its readers. */
export interface LogFrame {
  readonly seq: number;
  readonly bytes: Uint8Array;
}

/** What a stream is, to whoever reads it. */
export interface StreamRef {
  readonly merchantId: string;
  readonly stream: string;
  readonly epoch: string;
}

/** Reads a part of a stream's log as frames. A line says that a ticket changed; its frame shows the ticket as it is now. */
export async function readFrames(
  services: Services,
  { merchantId, stream, epoch }: StreamRef,
  after: number,
  limit: number,
): Promise<readonly LogFrame[]> {
  const { db, types, clock } = services;
  const audience = audienceOf(stream);
  const rows = await readLog(db, merchantId, stream, after, limit);
  if (rows.length === 0) return [];
  const policy = await services.policyOf(merchantId);
  // Messages from before they were their authors' alone are not shown any more; their lines say that there is the ticket.
  const withThread = streamHasThread(audience, policy);
  const ticketIds = rows.filter(({ frame }) => frame === 'ticket' || !withThread).map(({ ticketId }) => ticketId);
  const tickets = await ticketsById(db, merchantId, ticketIds);
  const byOrder = await ticketsOfOrders(
    db,
    merchantId,
    tickets.map(({ order }) => order.id),
  );
  const messageIds = rows.flatMap(({ messageId }) => (withThread ? (messageId ?? []) : []));
  const messages = new Map(
    (await staffMessagesById(db, merchantId, messageIds)).map((message) => [message.id, message]),
  );

  const context = { types, policy, now: clock.now() };
  const views = new Map(
    tickets.map((ticket) => {
      const related = byOrder.filter((other) => other.order.id === ticket.order.id && other.id !== ticket.id);
      return [ticket.id, viewFor(ticket, related, { audience }, context)];
    }),
  );
  return rows.map(({ seq, frame, ticketId, messageId }) => {
    const id = cursorOf({ epoch, seq });
    const message = messageId === null ? undefined : messages.get(messageId);
    if (frame === 'staff-message' && message) {
      return { seq, bytes: encodeFrame('staff-message', { message: messageViewFor(message, audience) }, id) };
    }
    const ticket = views.get(ticketId);
    if (!ticket) throw new Error(`Line ${seq} of stream ${stream} of merchant ${merchantId} is of nothing.`);
    return { seq, bytes: encodeFrame('ticket', { ticket }, id) };
  });
}
