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
/** A frame has three lines at most, which end with a line feed. JSON contains other line separators as they are. */
const FRAMES = /(?:id: ([^\n]*)\n)?event: ([^\n]*)\ndata: ([^\n]*)\n\n/gy;

/** Encodes a frame of `text/event-stream`. */
export function encodeFrame<Name extends FrameName>(event: Name, data: Frames[Name], id?: string): Uint8Array {
  return encoder.encode(textOf(event, data, id));
}

function textOf<Name extends FrameName>(event: Name, data: Frames[Name], id?: string): string {
  return `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
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

/** Reads part of a stream's log as frames. A line records that a ticket changed; its frame contains the ticket's current state. */
export async function readFrames(
  { store, types, clock, policyOf }: ServerContext,
  readers: Readers,
  after: number,
  limit: number,
): Promise<readonly ReadFrame[]> {
  const { merchantId, stream } = readers;
  const audience = audienceOf(stream);
  const lines = await store.readLog(readers, after, limit);
  if (lines.length === 0) return [];
  const policy = await policyOf(merchantId);
  // Messages from before the switch to author-only threads are no longer shown. Their lines yield the ticket.
  const withThread = streamHasThread(audience, policy);
  const ticketIds = lines
    .filter(({ frame }) => frame !== 'staff-message' || !withThread)
    .map(({ ticketId }) => ticketId);
  const tickets = await store.ticketsById(merchantId, ticketIds);
  const orderIds = tickets.map(({ order }) => order.id);
  const byOrder = await store.ticketsOfOrders(merchantId, orderIds);
  const messageIds = lines.flatMap(({ messageId }) => (withThread ? (messageId ?? []) : []));
  const messages = new Map(
    (await store.staffMessagesById(merchantId, messageIds)).map((message) => [message.id, message]),
  );

  return framesOf({ types, clock }, readers, lines, { tickets, related: byOrder, messages, policy });
}

/** What frames are made of. */
export interface FrameContents {
  readonly tickets: readonly Ticket[];
  /** Tickets of their orders. */
  readonly related: readonly Ticket[];
  /** By id. */
  readonly messages: ReadonlyMap<string, StaffMessage>;
  readonly policy: Policy;
}

/** Creates the frames of lines of a stream. Every ticket that the lines name must be there. */
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
  const views = new Map<string, TicketView>();
  const viewOf = (ticket: Ticket): TicketView => {
    const view = views.get(ticket.id) ?? viewFor(ticket, othersOf(ticket), { audience }, context);
    views.set(ticket.id, view);
    return view;
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
    const others = frame === 'related' ? [...othersOf(changed)].sort((a, b) => (a.id < b.id ? -1 : 1)) : [];
    const before = others.map((ticket) => textOf('ticket', { ticket: viewOf(ticket) }));
    const last = textOf('ticket', { ticket: viewOf(changed) }, id);
    return { seq, atMs, bytes: encoder.encode([...before, last].join('')) };
  });
}
