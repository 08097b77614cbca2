import { scheduledDeadlines, type Ticket } from '@sidecard/core';
import { sql, type RawBuilder } from 'kysely';
import type { TicketChange } from '../commands/change.js';
import type { Write } from '../http/write.js';
import type { Db } from '../services.js';
import type { Delivery } from './deliveries.js';
import type { WriteOutcome, Writer } from './idempotency.js';
import { insertRows, recordset } from './recordset.js';
import { advancedOf, counterRows, logRows, type Advanced, type AdvancedRow, type LogEntry } from './streams.js';

/** Everything that a transaction has to write. */
export interface Writing {
  readonly changes: readonly TicketChange[];
  readonly deliveries: readonly (Delivery & { readonly merchantId: string })[];
  /** What to recognise the write by when it comes again; none for timers. */
  readonly kept?: { readonly writer: Writer; readonly write: Write; readonly outcome: WriteOutcome } | undefined;
  readonly entries: readonly LogEntry[];
  readonly atMs: number;
}

/**
 * Writes tickets, events, messages, timers, deliveries, the write's key, and the streams' counters and logs: in one statement, however
 * many there are of each. To be the last of its transaction, for whoever holds the counters decides the order: so numbers have no gap and
 * are committed in order. Streams are taken in sorted order, so that no two transactions wait for each other's.
 *
 * @returns where the streams stand that were written to
 */
export async function writeAll(tx: Db, writing: Writing, newId: () => string): Promise<Advanced> {
  const { changes, deliveries, kept, entries, atMs } = writing;
  if (changes.length === 0) return new Map();
  const parts: [name: string, statement: RawBuilder<unknown>][] = [
    ['tickets', insertRows('ticket', TICKET, changes.map(ticketRow), ON_TICKET)],
    ['events', insertRows('ticket_event', EVENT, changes.flatMap(eventRows))],
    ...timerStatements(changes),
  ];
  const messages = changes.flatMap(messageRows);
  if (messages.length > 0) parts.push(['messages', insertRows('staff_message', MESSAGE, messages)]);
  if (deliveries.length > 0) {
    const rows = deliveries.map((delivery) => deliveryRow(delivery, atMs));
    parts.push(['deliveries', insertRows('delivery', DELIVERY, rows, ON_DELIVERY)]);
  }
  if (kept) parts.push(['kept', insertRows('idempotency', KEPT, [keptRow(kept, atMs)])]);
  const counters = insertRows('stream', STREAM, counterRows(entries, newId), ON_STREAM);
  const logged = sql`insert into log (merchant_id, stream, seq, frame, ticket_id, message_id, at_ms)
    select l.merchant_id, l.stream, a.seq - l.back, l.frame, l.ticket_id, l.message_id, l.at_ms
    from ${recordset('l', LOG, logRows(entries))}
    join advanced a on a.merchant_id = l.merchant_id and a.stream = l.stream`;

  const { rows } = await sql<AdvancedRow>`with ${sql.join(
    parts.map(([name, statement]) => sql`${sql.raw(name)} as (${statement})`),
  )}, advanced as (${counters} returning merchant_id, stream, seq, epoch, floor_seq), logged as (${logged})
    select merchant_id, stream, seq, epoch, floor_seq from advanced`.execute(tx);
  return advancedOf(rows);
}

const TICKET = {
  merchant_id: 'text',
  id: 'text',
  number: 'text',
  order_id: 'text',
  conversation_id: 'text',
  buyer_id: 'text',
  type: 'text',
  workflow: 'text',
  intervention: 'text',
  updated_at_ms: 'bigint',
  version: 'integer',
  events: 'integer',
  body: 'jsonb',
} as const;
const CHANGING = ['workflow', 'intervention', 'updated_at_ms', 'version', 'events', 'body'];
const ON_TICKET = `on conflict (merchant_id, id) do update set ${CHANGING.map((name) => `${name} = excluded.${name}`).join(', ')}`;

function ticketRow({ after: { ticket, events } }: TicketChange) {
  return {
    merchant_id: ticket.merchantId,
    id: ticket.id,
    number: ticket.number,
    order_id: ticket.order.id,
    conversation_id: ticket.conversationId,
    buyer_id: ticket.order.buyer.id,
    type: ticket.type,
    workflow: ticket.workflow,
    intervention: ticket.intervention,
    updated_at_ms: ticket.updatedAtMs,
    version: ticket.version,
    events,
    body: ticket,
  };
}

const EVENT = {
  merchant_id: 'text',
  ticket_id: 'text',
  position: 'integer',
  id: 'text',
  kind: 'text',
  version: 'integer',
  at_ms: 'bigint',
  body: 'jsonb',
} as const;

function eventRows({ before, after, events }: TicketChange) {
  return events.map((event, index) => ({
    merchant_id: after.ticket.merchantId,
    ticket_id: after.ticket.id,
    position: (before?.events ?? 0) + index + 1,
    id: event.id,
    kind: event.kind,
    version: event.version,
    at_ms: event.atMs,
    body: event,
  }));
}

const MESSAGE = {
  merchant_id: 'text',
  ticket_id: 'text',
  id: 'text',
  position: 'integer',
  at_ms: 'bigint',
  body: 'jsonb',
} as const;

function messageRows({ before, after, events }: TicketChange) {
  return events.flatMap(({ message }, index) =>
    message
      ? {
          merchant_id: after.ticket.merchantId,
          ticket_id: after.ticket.id,
          id: message.id,
          position: (before?.events ?? 0) + index + 1,
          at_ms: message.atMs,
          body: message,
        }
      : [],
  );
}

const TIMER = { merchant_id: 'text', ticket_id: 'text', key: 'text', due_at_ms: 'bigint' } as const;
const ON_TIMER = 'on conflict (merchant_id, ticket_id, key) do update set due_at_ms = excluded.due_at_ms';

/** Takes away the timers that are over, and sets those that run. Both see the rows as they were before, so no key is in both. */
function timerStatements(changes: readonly TicketChange[]): [string, RawBuilder<unknown>][] {
  const moved = changes.filter(({ before, after }) => timersKey(before?.ticket) !== timersKey(after.ticket));
  const over = moved.flatMap(({ before, after: { ticket } }) => {
    const running = new Set(scheduledDeadlines(ticket).map(({ key }) => key));
    const old = before ? scheduledDeadlines(before.ticket) : [];
    return old
      .filter(({ key }) => !running.has(key))
      .map(({ key }) => ({ merchant_id: ticket.merchantId, ticket_id: ticket.id, key }));
  });
  const running = moved.flatMap(({ after: { ticket } }) =>
    scheduledDeadlines(ticket).map(({ key, dueAtMs }) => ({
      merchant_id: ticket.merchantId,
      ticket_id: ticket.id,
      key,
      due_at_ms: dueAtMs,
    })),
  );
  const statements: [string, RawBuilder<unknown>][] = [];
  if (over.length > 0) {
    const columns = { merchant_id: 'text', ticket_id: 'text', key: 'text' } as const;
    statements.push([
      'over',
      sql`delete from deadline d using ${recordset('o', columns, over)}
        where d.merchant_id = o.merchant_id and d.ticket_id = o.ticket_id and d.key = o.key`,
    ]);
  }
  if (running.length > 0) statements.push(['timers', insertRows('deadline', TIMER, running, ON_TIMER)]);
  return statements;
}

function timersKey(ticket: Ticket | undefined): string {
  return ticket ? JSON.stringify(scheduledDeadlines(ticket)) : '[]';
}

const DELIVERY = {
  merchant_id: 'text',
  id: 'text',
  kind: 'text',
  ticket_id: 'text',
  account_id: 'text',
  message_id: 'text',
  event_position: 'integer',
  offered_at_ms: 'bigint',
  widens_at_ms: 'bigint',
} as const;
/** One that is there already stays as it is. */
const ON_DELIVERY = 'on conflict (merchant_id, message_id, account_id) do nothing';

function deliveryRow(delivery: Delivery & { readonly merchantId: string }, atMs: number) {
  return {
    merchant_id: delivery.merchantId,
    id: delivery.id,
    kind: delivery.kind,
    ticket_id: delivery.ticketId,
    account_id: delivery.accountId,
    message_id: delivery.messageId,
    event_position: delivery.eventPosition,
    offered_at_ms: atMs,
    widens_at_ms: delivery.widensAtMs ?? null,
  };
}

const KEPT = {
  merchant_id: 'text',
  principal: 'text',
  key: 'text',
  fingerprint: 'text',
  ticket_id: 'text',
  event_position: 'integer',
  message_id: 'text',
  at_ms: 'bigint',
} as const;

/** Two at once: the second meets the first's row, is rolled back and finds the outcome. */
function keptRow({ writer, write, outcome }: NonNullable<Writing['kept']>, atMs: number) {
  return {
    merchant_id: writer.merchantId,
    principal: writer.principal,
    key: write.key,
    fingerprint: write.fingerprint,
    ticket_id: outcome.ticketId,
    event_position: outcome.eventPosition,
    message_id: outcome.messageId ?? null,
    at_ms: atMs,
  };
}

const STREAM = { merchant_id: 'text', stream: 'text', seq: 'bigint', epoch: 'text', floor_seq: 'bigint' } as const;
const ON_STREAM = 'on conflict (merchant_id, stream) do update set seq = stream.seq + excluded.seq';
const LOG = {
  merchant_id: 'text',
  stream: 'text',
  back: 'integer',
  frame: 'text',
  ticket_id: 'text',
  message_id: 'text',
  at_ms: 'bigint',
} as const;
