import type { Policy } from '@sidecard/core';
import type { Ticket } from '@sidecard/core/authoring';
import { streamHasThread } from '@sidecard/core/server';
import type { EventFrame, FrameName, Frames, StaffMessage, TicketView } from '@sidecard/core/wire';
import type { ServerContext } from '../context/context.js';
import type { LogLine, StreamRef } from '../storage/records.js';
import { audienceOf, cursorOf } from '../storage/streams.js';
import { messageViewFor, viewFor } from '../tickets/views.js';

const encoder = new TextEncoder();
const decoder = new TextDecoder();
/** A reader who does not know the frame `related` gets at most as many whole tickets for it, and reads everything again if there are more. */
const MAX_WHOLE = 100;
/** A frame has three lines at most, which end with a line feed. JSON contains other line separators as they are. */
const FRAMES = /(?:id: ([^\n]*)\n)?event: ([^\n]*)\ndata: ([^\n]*)\n\n/gy;

/** Encodes a frame of `text/event-stream`. */
export function encodeFrame<Name extends FrameName>(event: Name, data: Frames[Name], id?: string): Uint8Array {
  return encoder.encode(textOf(event, data, id));
}

function textOf<Name extends FrameName>(event: Name, data: Frames[Name], id?: string): string {
  return frameText(event, JSON.stringify(data), id);
}

function frameText(event: FrameName, data: string, id: string | undefined): string {
  return `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${data}\n\n`;
}

/** Decodes encoded frames; none of a comment. */
export function decodeFrames(bytes: Uint8Array): readonly EventFrame[] {
  return [...decoder.decode(bytes).matchAll(FRAMES)].map(([, id, event, data = 'null']) => {
    return { event, ...(id === undefined ? {} : { id }), data: JSON.parse(data) as unknown } as EventFrame;
  });
}

/** Encodes a comment with the server's time, which shows proxies and clients that the stream is alive, and corrects their clocks. */
export function encodeHeartbeat(serverTimeMs: number): Uint8Array {
  return encoder.encode(`: ${serverTimeMs}\n\n`);
}

/** Readers of a stream. */
export interface Readers extends StreamRef {
  readonly epoch: string;
  /** Whether they know the frame `related`. Others get the whole tickets. */
  readonly knowRelated: boolean;
}

/** What a line of a stream's log tells, encoded once for all its readers. */
export interface LogFrame {
  readonly seq: number;
  /** One frame, or several of which the last has the line's id. */
  readonly bytes: Uint8Array;
}

/** A frame as it was read. */
export interface ReadFrame extends LogFrame {
  /** When it was committed, milliseconds since the Unix epoch. */
  readonly atMs: number;
}

/**
 * Reads part of a stream's log as frames. A line records that a ticket changed; its frame contains the ticket's current state.
 *
 * @returns the frames of at most `limit` lines, and of fewer if more would be told of in whole tickets than of one order
 */
export async function readFrames(
  { store, types, clock, policyOf }: ServerContext,
  readers: Readers,
  after: number,
  limit: number,
): Promise<readonly ReadFrame[]> {
  const { merchantId, stream, knowRelated } = readers;
  const audience = audienceOf(stream);
  const read = await store.readLog(readers, after, limit);
  if (read.length === 0) return [];
  const policy = await policyOf(merchantId);
  // Messages from before the switch to author-only threads are no longer shown. Their lines yield the ticket.
  const withThread = streamHasThread(audience, policy);
  const ticketIds = read
    .filter(({ frame }) => frame !== 'staff-message' || !withThread)
    .map(({ ticketId }) => ticketId);
  const tickets = await store.ticketsById(merchantId, ticketIds);
  const orders = new Map(tickets.map(({ id, order }) => [id, order.id]));
  const lines = knowRelated ? read : untilSecondOrder(read, orders);
  const byOrder = await store.ticketsOfOrders(merchantId, [...new Set(orders.values())]);
  const told = knowRelated ? undefined : lines.find(({ frame }) => frame === 'related');
  const others = byOrder.filter(({ id, order }) => !orders.has(id) && told && orders.get(told.ticketId) === order.id);
  // Those of an order come without their histories.
  const whole =
    others.length > MAX_WHOLE
      ? []
      : await store.ticketsById(
          merchantId,
          others.map(({ id }) => id),
        );
  const messageIds = lines.flatMap(({ messageId }) => (withThread ? (messageId ?? []) : []));
  const messages = new Map(
    (await store.staffMessagesById(merchantId, messageIds)).map((message) => [message.id, message]),
  );

  return framesOf({ types, clock }, readers, lines, {
    ...{ tickets: [...tickets, ...whole], related: byOrder, messages, policy },
  });
}

/** The lines before the first one that tells of the tickets of a second order. */
function untilSecondOrder(lines: readonly LogLine[], orders: ReadonlyMap<string, string>): readonly LogLine[] {
  const related = lines.filter(({ frame }) => frame === 'related');
  const second = related.find(({ ticketId }) => orders.get(ticketId) !== orders.get(related[0]?.ticketId ?? ''));
  return second ? lines.slice(0, lines.indexOf(second)) : lines;
}

/** What frames are made of. */
export interface FrameContents {
  /** With their histories. */
  readonly tickets: readonly Ticket[];
  /** Tickets of their orders, perhaps without. */
  readonly related: readonly Ticket[];
  /** By id. */
  readonly messages: ReadonlyMap<string, StaffMessage>;
  readonly policy: Policy;
}

/**
 * Creates the frames of lines of a stream. Every ticket that the lines name must be in `tickets`, and for readers who do not know the frame
 * `related`, those of its order as well.
 */
export function framesOf(
  { types, clock }: Pick<ServerContext, 'types' | 'clock'>,
  { merchantId, stream, epoch, knowRelated }: Readers,
  lines: readonly LogLine[],
  { tickets, related, messages, policy }: FrameContents,
): readonly ReadFrame[] {
  const audience = audienceOf(stream);
  const withThread = streamHasThread(audience, policy);
  const context = { types, policy, now: clock.now() };
  const all = new Map([...related, ...tickets].map((ticket) => [ticket.id, ticket]));
  const othersOf = ({ id, order }: Ticket): readonly Ticket[] =>
    [...all.values()].filter((other) => other.order.id === order.id && other.id !== id);
  const encoded = new Map<string, string>();
  const ticketFrame = (ticket: Ticket, id?: string): string => {
    const view = (): TicketView => viewFor(ticket, othersOf(ticket), { audience }, context);
    const data = encoded.get(ticket.id) ?? JSON.stringify({ ticket: view() } satisfies Frames['ticket']);
    encoded.set(ticket.id, data);
    return frameText('ticket', data, id);
  };
  /** The last line of each order that tells of its other tickets. It tells them as they are now, so once is enough. */
  const lastOf = new Map(
    lines.flatMap(({ seq, frame, ticketId }) =>
      frame === 'related' && !knowRelated ? [[all.get(ticketId)?.order.id, seq]] : [],
    ),
  );
  const wholeBefore = (changed: Ticket): string => {
    const others = othersOf(changed);
    if (others.length > MAX_WHOLE) return textOf('reset', { reason: 'cursor-too-old' });
    return [...others]
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .map((ticket) => ticketFrame(ticket))
      .join('');
  };
  return lines.map(({ seq, atMs, frame, ticketId, messageId }) => {
    const id = cursorOf({ epoch, seq });
    const message = withThread && messageId !== undefined ? messages.get(messageId) : undefined;
    if (frame === 'staff-message' && message) {
      return { seq, atMs, bytes: encodeFrame('staff-message', { message: messageViewFor(message, audience) }, id) };
    }
    const changed = all.get(ticketId);
    if (!changed) throw new Error(`Line ${seq} of stream ${stream} of merchant ${merchantId} refers to no ticket.`);
    if (frame === 'related' && knowRelated) {
      return { seq, atMs, bytes: encodeFrame('related', { orderId: changed.order.id, ticketId }, id) };
    }
    // The others have no id of their own: the line is read when its last frame is.
    const before = lastOf.get(changed.order.id) === seq ? wholeBefore(changed) : '';
    return { seq, atMs, bytes: encoder.encode(before + ticketFrame(changed, id)) };
  });
}
