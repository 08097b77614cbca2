import type { Ticket } from '@sidecard/core/authoring';
import { countEntries, entryGroupOf, scheduledDeadlines } from '@sidecard/core/server';
import { sql, type RawBuilder } from 'kysely';
import type {
  AdvancedStream,
  Commit,
  LogEntry,
  NewDelivery,
  OrderWrite,
  StreamRef,
  TicketChange,
  UsedAttachment,
} from '../records.js';
import type { UnitOfWork } from '../store.js';
import { byStream } from '../streams.js';
import { archiveStatements } from './archive.js';
import { anyOf, insertRows, jsonRows, setExcluded } from './json-rows.js';
import { LIST_COLUMNS, listRow, sortedRow } from './list-row.js';
import { hasSameTerms } from './terms-of.js';
import { termStatements } from './terms.js';
import { runTogether } from './together.js';
import type { Db, Tables } from './schema.js';

/**
 * Commits in one statement, for any number of rows. It updates the streams' counters last and in sorted order: their locks determine the
 * order of commits, so sequence numbers have no gaps and transactions do not deadlock.
 */
export function commitUnit(tx: Db): Pick<UnitOfWork, 'commit'> {
  return {
    async commit(
      { changes, orders = [], pictures = [], archive = [], deliveries, idempotency, entries, atMs, isLast },
      newEpoch,
    ) {
      if (changes.length === 0 && orders.length === 0 && !idempotency) return [];
      const parts: [name: string, statement: RawBuilder<unknown>][] = [
        ['tickets', insertRows('ticket', TICKET, changes.map(ticketRow), ON_TICKET)],
        ['events', insertRows('ticket_event', EVENT, changes.flatMap(eventRows))],
        ...deadlineStatements(changes),
        ...termStatements(changes),
        ...orderStatements(orders),
        ...archiveStatements(archive),
      ];
      if (pictures.length > 0) parts.push(['pictures', usePictures(pictures)]);
      const messages = changes.flatMap(messageRows);
      if (messages.length > 0) parts.push(['messages', insertRows('staff_message', MESSAGE, messages)]);
      if (deliveries.length > 0) {
        const rows = deliveries.map((delivery) => deliveryRow(delivery, atMs));
        parts.push(['deliveries', insertRows('delivery', DELIVERY, rows, ON_DELIVERY)]);
      }
      if (idempotency) {
        parts.push(['idempotency', insertRows('idempotency', IDEMPOTENCY, [idempotencyRow(idempotency, atMs)])]);
      }
      const streams = byStream(entries);
      const counters = insertRows(
        'stream',
        STREAM,
        streams.map((stream) => counterRow(stream, newEpoch())),
        ON_STREAM,
      );
      const logged = sql`insert into log (merchant_id, stream, seq, frame, ticket_id, message_id, at_ms)
        select l.merchant_id, l.stream, a.seq - l.offset_from_head, l.frame, l.ticket_id, l.message_id, l.at_ms
        from ${jsonRows('l', LOG, streams.flatMap(logRows))}
        join advanced a on a.merchant_id = l.merchant_id and a.stream = l.stream`;

      const write = sql<Tables['stream']>`with ${sql.join(
        parts.map(([name, statement]) => sql`${sql.raw(name)} as (${statement})`),
      )}, advanced as (${counters} returning merchant_id, stream, seq, epoch, floor_seq), logged as (${logged})
        select merchant_id, stream, seq, epoch, floor_seq from advanced`;
      const { rows } = isLast
        ? { rows: await runTogether(tx, write.compile(tx), { commits: true }) }
        : await write.execute(tx);
      return rows.map(advancedOf);
    },
  };
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
  entries: 'jsonb',
  body: 'jsonb',
  ...LIST_COLUMNS,
} as const;
const CHANGING = [
  ...['workflow', 'intervention', 'updated_at_ms', 'version', 'events', 'entries', 'body'],
  ...Object.keys(LIST_COLUMNS).filter((column) => column !== 'terms'),
];
/** Terms that a change leaves as they are. No ticket has these. */
const AS_BEFORE = '';
const ON_TICKET = `on conflict (merchant_id, id) do update set ${setExcluded(CHANGING)},
  terms = coalesce(nullif(excluded.terms, '${AS_BEFORE}'), ticket.terms)`;

function ticketRow({ before, after: { ticket, events } }: TicketChange) {
  const { history: _history, leftOut: _leftOut, ...body } = ticket;
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
    entries: Object.entries(countEntries(ticket)),
    body,
    ...(before && hasSameTerms(before.ticket, ticket) ? { ...sortedRow(ticket), terms: AS_BEFORE } : listRow(ticket)),
  };
}

const ORDER = { merchant_id: 'text', id: 'text', version: 'integer', body: 'jsonb' } as const;
const ON_ORDER = 'on conflict (merchant_id, id) do update set version = excluded.version, body = excluded.body';

/** Of two transactions that store an order's first record, the second conflicts with the first and runs again. */
function orderStatements(orders: readonly OrderWrite[]): [string, RawBuilder<unknown>][] {
  const rows = (isNew: boolean) =>
    orders
      .filter((write) => write.isNew === isNew)
      .map(({ merchantId, order }) => ({
        merchant_id: merchantId,
        id: order.id,
        version: order.version ?? 1,
        body: order,
      }));
  const [added, updated] = [rows(true), rows(false)];
  const statements: [string, RawBuilder<unknown>][] = [];
  if (added.length > 0) statements.push(['new_orders', insertRows('order_record', ORDER, added)]);
  if (updated.length > 0) statements.push(['orders', insertRows('order_record', ORDER, updated, ON_ORDER)]);
  return statements;
}

const EVENT = {
  merchant_id: 'text',
  ticket_id: 'text',
  position: 'integer',
  id: 'text',
  kind: 'text',
  version: 'integer',
  at_ms: 'bigint',
  entry_group: 'text',
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
    entry_group: event.entry || event.created ? (entryGroupOf(event.kind) ?? null) : null,
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

const DEADLINE = { merchant_id: 'text', ticket_id: 'text', key: 'text', due_at_ms: 'bigint' } as const;
const ON_DEADLINE = 'on conflict (merchant_id, ticket_id, key) do update set due_at_ms = excluded.due_at_ms';

/** Removes ended deadlines and sets running ones. Both see the rows from before, so they must not share a key. */
function deadlineStatements(changes: readonly TicketChange[]): [string, RawBuilder<unknown>][] {
  const changed = changes.filter(({ before, after }) => timersKey(before?.ticket) !== timersKey(after.ticket));
  const ended = changed.flatMap(({ before, after: { ticket } }) => {
    const running = new Set(scheduledDeadlines(ticket).map(({ key }) => key));
    const old = before ? scheduledDeadlines(before.ticket) : [];
    return old
      .filter(({ key }) => !running.has(key))
      .map(({ key }) => ({ merchant_id: ticket.merchantId, ticket_id: ticket.id, key }));
  });
  const running = changed.flatMap(({ after: { ticket } }) =>
    scheduledDeadlines(ticket).map(({ key, dueAtMs }) => ({
      merchant_id: ticket.merchantId,
      ticket_id: ticket.id,
      key,
      due_at_ms: dueAtMs,
    })),
  );
  const statements: [string, RawBuilder<unknown>][] = [];
  // By merchant and ticket, so that the index finds them however few or many the table has.
  for (const merchantId of new Set(ended.map(({ merchant_id }) => merchant_id))) {
    const own = ended.filter(({ merchant_id }) => merchant_id === merchantId);
    statements.push([
      `ended_${statements.length}`,
      sql`delete from deadline where merchant_id = ${merchantId} and ticket_id = ${anyOf(own.map(({ ticket_id }) => ticket_id))}
        and ticket_id || ' ' || key = ${anyOf(own.map(({ ticket_id, key }) => `${ticket_id} ${key}`))}`,
    ]);
  }
  if (running.length > 0) statements.push(['running', insertRows('deadline', DEADLINE, running, ON_DEADLINE)]);
  return statements;
}

function timersKey(ticket: Ticket | undefined): string {
  return ticket ? JSON.stringify(scheduledDeadlines(ticket)) : '[]';
}

function usePictures(pictures: readonly UsedAttachment[]): RawBuilder<unknown> {
  const columns = { merchant_id: 'text', id: 'text', ticket_id: 'text', event_position: 'integer' } as const;
  const rows = pictures.map(({ merchantId, id, ticketId, eventPosition }) => ({
    ...{ merchant_id: merchantId, id },
    ...{ ticket_id: ticketId, event_position: eventPosition },
  }));
  return sql`update attachment a set ticket_id = u.ticket_id, event_position = u.event_position
    from ${jsonRows('u', columns, rows)} where a.merchant_id = u.merchant_id and a.id = u.id`;
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
/** An account that already has the message keeps its delivery. */
const ON_DELIVERY = 'on conflict (merchant_id, message_id, account_id) do nothing';

function deliveryRow(delivery: NewDelivery, atMs: number) {
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

const IDEMPOTENCY = {
  merchant_id: 'text',
  principal: 'text',
  key: 'text',
  fingerprint: 'text',
  ticket_id: 'text',
  event_position: 'integer',
  message_id: 'text',
  at_ms: 'bigint',
  refusals: 'jsonb',
} as const;

/** Of two concurrent writes, the second conflicts with the first's row, is rolled back, and finds the outcome when it is retried. */
function idempotencyRow(record: NonNullable<Commit['idempotency']>, atMs: number) {
  return {
    merchant_id: record.merchantId,
    principal: record.principalKey,
    key: record.key,
    fingerprint: record.fingerprint,
    ticket_id: record.ticketId,
    event_position: record.eventPosition,
    message_id: record.messageId ?? null,
    at_ms: atMs,
    refusals: record.refusals ?? null,
  };
}

type StreamLines = StreamRef & { readonly lines: readonly LogEntry[] };

const STREAM = { merchant_id: 'text', stream: 'text', seq: 'bigint', epoch: 'text', floor_seq: 'bigint' } as const;
const ON_STREAM = 'on conflict (merchant_id, stream) do update set seq = stream.seq + excluded.seq';

/** Advances a stream's counter by the number of its lines. */
function counterRow({ merchantId, stream, lines }: StreamLines, epoch: string): Tables['stream'] {
  return { merchant_id: merchantId, stream, seq: lines.length, epoch, floor_seq: 0 };
}

function advancedOf({ merchant_id: merchantId, stream, seq, epoch, floor_seq }: Tables['stream']): AdvancedStream {
  return { merchantId, stream, seq, epoch, floor: floor_seq };
}

const LOG = {
  merchant_id: 'text',
  stream: 'text',
  offset_from_head: 'integer',
  frame: 'text',
  ticket_id: 'text',
  message_id: 'text',
  at_ms: 'bigint',
} as const;

function logRows({ merchantId, stream, lines }: StreamLines) {
  return lines.map(({ frame, ticketId, messageId, atMs }, index) => ({
    merchant_id: merchantId,
    stream,
    offset_from_head: lines.length - index - 1,
    frame,
    ticket_id: ticketId,
    message_id: messageId ?? null,
    at_ms: atMs,
  }));
}
