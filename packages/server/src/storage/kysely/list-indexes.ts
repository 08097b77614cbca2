import { type Kysely, sql } from 'kysely';

const ORDERS = {
  deadline: 'due_at_ms, id collate "C"',
  change: 'updated_at_ms desc, id collate "C" desc',
  opening: 'opened_at_ms desc, id collate "C" desc',
} as const;

/** Indexes that repeated what those by turn have, or contained rows that no list reads from them. */
const DROPPED = [
  ...[...Object.keys(ORDERS), 'staff_deadline'].flatMap((order) => [
    `ticket_open_by_${order}`,
    `ticket_intervening_by_${order}`,
    `ticket_owned_by_${order}`,
  ]),
  'ticket_warned',
  'ticket_open_kinds',
];

const OWNED = Object.entries(ORDERS).map(
  ([order, keys]) =>
    `create index ticket_owned_by_${order} on ticket (merchant_id, owner, ${keys}) where turn <> '' and owner <> ''`,
);
const WARNED = `create index ticket_warned on ticket (merchant_id, turn, warns_at_ms) where turn in ('merchant', 'evidence')`;
/** Counts of queues read this index alone. */
const TYPES = `create index ticket_open_by_type on ticket (merchant_id, type, turn) where turn <> ''`;

/**
 * Tells tickets that wait for evidence apart from others that wait for the shop. So lists of open tickets and of interventions are made of
 * ranges of the indexes by turn, and need none of their own.
 */
export async function listIndexes(db: Kysely<unknown>): Promise<void> {
  await sql.raw(`drop index if exists ${DROPPED.join(', ')}`).execute(db);
  await sql`update ticket set turn = 'evidence' where turn = 'merchant' and intervention <> 'none'`.execute(db);
  for (const statement of [...OWNED, WARNED, TYPES]) await sql.raw(statement).execute(db);
}
