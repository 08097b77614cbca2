import { CompiledQuery } from 'kysely';
import type { IdempotencyRecord, LockedTicket, Scope, TicketWithRelated, WriterKey } from '../records.js';
import { EXCERPT } from './history.js';
import type { Db, Tables } from './schema.js';
import { storedTicket, type TicketRow } from './stored.js';
import { runTogether } from './together.js';

// The statements of every command: their texts never change, so that nothing is built for a command.

const OF_ORDER = `merchant_id = $1 and order_id = (
  select named.order_id from ticket as named where named.merchant_id = $1 and named.id = $2) order by id`;
const LOCKS = `select id from ticket where ${OF_ORDER} for update`;
const COLUMNS = `body, entries, events, case when id = $2 then ${EXCERPT} end as history`;
const READS = `select ${COLUMNS} from ticket where ${OF_ORDER}`;
const READS_WITH_KEY = `select ${COLUMNS}, (
  select jsonb_build_object('fingerprint', i.fingerprint, 'ticket_id', i.ticket_id, 'event_position', i.event_position,
    'message_id', i.message_id, 'refusals', i.refusals)
  from idempotency as i where i.merchant_id = $1 and i.principal = $3 and i.key = $4) as earlier
  from ticket where ${OF_ORDER}`;

type EarlierRow = Pick<
  Tables['idempotency'],
  'fingerprint' | 'ticket_id' | 'event_position' | 'message_id' | 'refusals'
>;
type OrderRow = TicketRow & { readonly events: number };
type LockedRow = OrderRow & { readonly earlier: EarlierRow | null };

/** Finds a ticket with the other tickets of its order. */
export async function findTicket(db: Db, scope: Scope, ticketId: string): Promise<TicketWithRelated | undefined> {
  const rows = await runTogether(db, CompiledQuery.raw(READS, [scope.merchantId, ticketId]) as CompiledQuery<OrderRow>);
  return within(scope, ticketId, rows);
}

/** The same, and locks them until the end of the transaction. Also finds what the key of a write has led to. */
export async function lockTicket(
  tx: Db,
  scope: Scope,
  ticketId: string,
  write?: WriterKey,
): Promise<LockedTicket | undefined> {
  const named = [scope.merchantId, ticketId];
  const query = write
    ? CompiledQuery.raw(READS_WITH_KEY, [...named, write.principalKey, write.key])
    : CompiledQuery.raw(READS, named);
  // Read after locking: the transaction that held the lock may have opened another ticket, or made the same write.
  const rows = await runTogether(tx, query as CompiledQuery<LockedRow>, { locks: CompiledQuery.raw(LOCKS, named) });
  const found = within(scope, ticketId, rows);
  const earlier = rows[0]?.earlier;
  return found && { ...found, earlier: write && earlier ? earlierOf(write.key, earlier) : undefined };
}

function within({ buyerId }: Scope, ticketId: string, rows: readonly OrderRow[]): TicketWithRelated | undefined {
  const tickets = rows.map(storedTicket);
  const found = tickets.find(({ ticket }) => ticket.id === ticketId);
  if (!found || (buyerId !== undefined && found.ticket.order.buyer.id !== buyerId)) return undefined;
  return { found, related: tickets.filter((other) => other !== found).map(({ ticket }) => ticket) };
}

/** The record in a row. */
export function earlierOf(key: string, row: EarlierRow): IdempotencyRecord {
  const { fingerprint, ticket_id, event_position, message_id, refusals } = row;
  return {
    ...{ key, fingerprint, ticketId: ticket_id, eventPosition: event_position },
    messageId: message_id ?? undefined,
    ...(refusals === null ? {} : { refusals: refusals as readonly (string | null)[] }),
  };
}
