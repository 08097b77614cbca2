import type { Policy } from '@sidecard/core';
import type { TicketEvent } from '@sidecard/core/authoring';
import { streamsOf } from '@sidecard/core/server';
import { WEBHOOK_TYPES, type WebhookStatus, type WebhookType } from '@sidecard/core/wire';
import type { LogEntry, TicketChange } from '../storage/records.js';
import { FEED_STREAM } from '../storage/streams.js';

// Events of tickets in the log of the feed, of which webhooks tell. Cards and replies have lines of their own.

/** The members of a change that are states. */
const STATES = ['workflow', 'intervention', 'settlement', 'ending'] as const;

/** Returns the states that an event changed. */
export function changedBy({ change }: TicketEvent): Partial<WebhookStatus> {
  return Object.fromEntries(STATES.flatMap((name) => (change[name] === undefined ? [] : [[name, change[name]]])));
}

/** Returns the lines of the feed for what a change does to a ticket, if its buyer may know. */
export function eventEntries({ before, after: { ticket }, events }: TicketChange, policy: Policy): readonly LogEntry[] {
  return events.flatMap((event, index) => {
    if (!streamsOf(event.kind, policy).includes('buyer')) return [];
    const position = (before?.events ?? 0) + index + 1;
    return typesOf(event).map((type): LogEntry => {
      const { merchantId, id: ticketId } = ticket;
      const messageId = eventSource(type, position);
      return { merchantId, stream: FEED_STREAM, frame: 'event', ticketId, messageId, atMs: event.atMs };
    });
  });
}

function typesOf(event: TicketEvent): readonly WebhookType[] {
  const { created, change } = event;
  const types: WebhookType[] = [];
  if (created) types.push('ticket.created');
  else if (Object.keys(changedBy(event)).length > 0) types.push('ticket.status-changed');
  if ((created?.settlement ?? change.settlement) === 'pending') types.push('payment.due');
  return types;
}

/** Names what a line tells: the event's position, and what of it. */
export function eventSource(type: WebhookType, position: number): string {
  return `${position}:${type}`;
}

/** Returns the id of an event that a line tells, the same in the feed and in webhooks. */
export function eventIdOf(epoch: string, seq: number): string {
  return `evt_${epoch}_${seq}`;
}

/** Parses the name of {@link eventSource}. @returns `undefined` for what only a later release knows */
export function parseEventSource(
  source: string,
): { readonly type: WebhookType; readonly position: number } | undefined {
  const [position = '', name] = source.split(':');
  const type = WEBHOOK_TYPES.find((one) => one === name);
  return type && { type, position: Number(position) };
}
