import { streamHasThread } from '@sidecard/core/server';
import type { FrameName, Frames } from '@sidecard/core/wire';
import type { ServerContext } from '../context/context.js';
import type { StreamRef } from '../storage/records.js';
import { audienceOf, cursorOf } from '../storage/streams.js';
import { messageViewFor, viewFor } from '../tickets/views.js';

const encoder = new TextEncoder();

/** Encodes a frame of `text/event-stream`. */
export function encodeFrame<Name extends FrameName>(event: Name, data: Frames[Name], id?: string): Uint8Array {
  return encoder.encode(`${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
}

/** Encodes a comment with the server's time, which shows proxies and clients that the stream is alive, and corrects their clocks. */
export function encodeHeartbeat(serverTimeMs: number): Uint8Array {
  return encoder.encode(`: ${serverTimeMs}\n\n`);
}

/** A frame of a stream's log, encoded once for all its readers. */
export interface LogFrame {
  readonly seq: number;
  readonly bytes: Uint8Array;
}

/** Reads part of a stream's log as frames. A line records that a ticket changed; its frame contains the ticket's current state. */
export async function readFrames(
  { store, types, clock, policyOf }: ServerContext,
  channel: StreamRef & { readonly epoch: string },
  after: number,
  limit: number,
): Promise<readonly LogFrame[]> {
  const { merchantId, stream, epoch } = channel;
  const audience = audienceOf(stream);
  const lines = await store.readLog(channel, after, limit);
  if (lines.length === 0) return [];
  const policy = await policyOf(merchantId);
  // Messages from before the switch to author-only threads are no longer shown. Their lines yield the ticket.
  const withThread = streamHasThread(audience, policy);
  const ticketIds = lines.filter(({ frame }) => frame === 'ticket' || !withThread).map(({ ticketId }) => ticketId);
  const tickets = await store.ticketsById(merchantId, ticketIds);
  const orderIds = tickets.map(({ order }) => order.id);
  const byOrder = await store.ticketsOfOrders(merchantId, orderIds);
  const messageIds = lines.flatMap(({ messageId }) => (withThread ? (messageId ?? []) : []));
  const messages = new Map(
    (await store.staffMessagesById(merchantId, messageIds)).map((message) => [message.id, message]),
  );

  const context = { types, policy, now: clock.now() };
  const views = new Map(
    tickets.map((ticket) => {
      const related = byOrder.filter((other) => other.order.id === ticket.order.id && other.id !== ticket.id);
      return [ticket.id, viewFor(ticket, related, { audience }, context)];
    }),
  );
  return lines.map(({ seq, frame, ticketId, messageId }) => {
    const id = cursorOf({ epoch, seq });
    const message = messageId === undefined ? undefined : messages.get(messageId);
    if (frame === 'staff-message' && message) {
      return { seq, bytes: encodeFrame('staff-message', { message: messageViewFor(message, audience) }, id) };
    }
    const ticket = views.get(ticketId);
    if (!ticket) throw new Error(`Line ${seq} of stream ${stream} of merchant ${merchantId} refers to no ticket.`);
    return { seq, bytes: encodeFrame('ticket', { ticket }, id) };
  });
}
