import { searchTermsOf } from '@sidecard/core/list';
import { type Kysely, sql } from 'kysely';
import { insertRows, jsonRows } from './json-rows.js';
import { listRow } from './list-row.js';
import { type Row, ticketIn } from './stored.js';

/** How many tickets are read and updated at once. */
const BATCH = 500;

const NONE = Number.MAX_SAFE_INTEGER;

const COLUMNS = `alter table ticket
  add turn text not null default '',
  add owner text not null default '',
  add claimed boolean not null default false,
  add opened_at_ms bigint not null default 0,
  add due_at_ms bigint not null default ${NONE},
  add warns_at_ms bigint not null default ${NONE},
  add staff_due_at_ms bigint not null default ${NONE},
  add staff_warns_at_ms bigint not null default ${NONE},
  add terms text not null default ''`;

/** What this migration fills. */
const FILLED = {
  turn: 'text',
  owner: 'text',
  claimed: 'boolean',
  opened_at_ms: 'bigint',
  due_at_ms: 'bigint',
  warns_at_ms: 'bigint',
  staff_due_at_ms: 'bigint',
  staff_warns_at_ms: 'bigint',
  terms: 'text',
} as const;

const TERMS = `create table ticket_term (
  merchant_id text not null, term text collate "C" not null, ticket_id text not null,
  primary key (merchant_id, term, ticket_id))`;

/** The keys of each order. Ids are in the same order in every database, and in clients. */
const ORDERS = {
  deadline: 'due_at_ms, id collate "C"',
  change: 'updated_at_ms desc, id collate "C" desc',
  opening: 'opened_at_ms desc, id collate "C" desc',
  staff_deadline: 'staff_due_at_ms, id collate "C"',
} as const;

/** One index for each set of views in each order. */
const INDEXES = Object.entries(ORDERS).flatMap(([order, keys]) => [
  `create index ticket_by_turn_and_${order} on ticket (merchant_id, turn, ${keys})`,
  `create index ticket_open_by_${order} on ticket (merchant_id, ${keys}) where turn <> ''`,
  `create index ticket_intervening_by_${order} on ticket (merchant_id, ${keys}) where turn <> '' and intervention <> 'none'`,
  ...(order === 'staff_deadline'
    ? []
    : [`create index ticket_owned_by_${order} on ticket (merchant_id, owner, ${keys}) where turn <> ''`]),
]);

const WARNED = `create index ticket_warned on ticket (merchant_id, turn, warns_at_ms) where turn <> ''`;
/** Counts of queues read this index alone. */
const KINDS = `create index ticket_open_kinds on ticket (merchant_id, type, workflow, intervention) where turn <> ''`;

/** Adds what lists are filtered, sorted and searched by, and fills it for the tickets that exist. */
export async function ticketLists(db: Kysely<unknown>): Promise<void> {
  for (const statement of [COLUMNS, TERMS]) await sql.raw(statement).execute(db);
  let last: Place | undefined;
  do last = await fill(db, last);
  while (last);
  for (const statement of [...INDEXES, WARNED, KINDS]) await sql.raw(statement).execute(db);
}

interface Place {
  readonly merchant_id: string;
  readonly id: string;
}

/** Fills the tickets after a place. @returns the last of them; nothing after the last of all */
async function fill(db: Kysely<unknown>, after: Place | undefined): Promise<Place | undefined> {
  const place = after ? sql`where (merchant_id, id) > (${after.merchant_id}, ${after.id})` : sql``;
  const { rows } = await sql<Place & Row>`select merchant_id, id, body from ticket ${place}
    order by merchant_id, id limit ${BATCH}`.execute(db);
  if (rows.length === 0) return undefined;
  const tickets = rows.map((row) => ({ merchant_id: row.merchant_id, id: row.id, ticket: ticketIn(row) }));
  const columns = Object.keys(FILLED).map((name) => `${name} = r.${name}`);
  await sql`update ticket t set ${sql.raw(columns.join(', '))}
    from ${jsonRows(
      'r',
      { merchant_id: 'text', id: 'text', ...FILLED },
      tickets.map(({ ticket, ...key }) => ({ ...key, ...listRow(ticket) })),
    )} where t.merchant_id = r.merchant_id and t.id = r.id`.execute(db);
  const terms = tickets.flatMap(({ merchant_id, id, ticket }) =>
    searchTermsOf(ticket).map((term) => ({ merchant_id, term, ticket_id: id })),
  );
  await insertRows('ticket_term', { merchant_id: 'text', term: 'text', ticket_id: 'text' }, terms).execute(db);
  return rows.at(-1);
}
