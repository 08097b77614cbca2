import { entryGroupOf, SCHEMA_VERSION } from '@sidecard/core/server';
import { EVENT_KINDS } from '@sidecard/core/wire';
import { type Kysely, sql } from 'kysely';
import { jsonRows } from './json-rows.js';
import { type Row, ticketIn } from './stored.js';

/** How many tickets are read and updated at once. */
const BATCH = 500;

/** Takes histories out of the tickets: their entries are in the events, from where they are read by groups. */
export async function ticketHistories(db: Kysely<unknown>): Promise<void> {
  await sql`alter table ticket add entries jsonb not null default '[]'`.execute(db);
  await sql`alter table ticket_event add entry_group text`.execute(db);
  await sql`update ticket_event e set entry_group = g.name
    from ${jsonRows('g', { kind: 'text', name: 'text' }, GROUPS)}
    where e.kind = g.kind and (e.body -> 'entry' is not null or e.body -> 'created' is not null)`.execute(db);
  await sql`create index ticket_event_entry on ticket_event (merchant_id, ticket_id, entry_group, position desc)
    where entry_group is not null`.execute(db);
  await sql`update ticket t set entries = c.counts from (
      select merchant_id, ticket_id, jsonb_agg(jsonb_build_array(kind, count) order by last) as counts from (
        select merchant_id, ticket_id, kind, count(*) as count, max(position) as last from ticket_event
        where body -> 'entry' is not null or body -> 'created' is not null
        group by merchant_id, ticket_id, kind) as k
      group by merchant_id, ticket_id) as c
    where t.merchant_id = c.merchant_id and t.id = c.ticket_id`.execute(db);
  while ((await convert(db)) > 0);
  await sql`update ticket set body = body - 'history' where body -> 'history' is not null`.execute(db);
  // A server of an earlier release that still runs must not write tickets whose entries are not grouped.
  await sql`alter table ticket alter entries drop default`.execute(db);
}

const GROUPS = EVENT_KINDS.flatMap((kind) => {
  const name = entryGroupOf(kind);
  return name === undefined ? [] : { kind, name };
});

/** Converts tickets of earlier schemas, which needs their histories. @returns how many */
async function convert(db: Kysely<unknown>): Promise<number> {
  const { rows } = await sql<Row & { readonly merchant_id: string; readonly id: string }>`select merchant_id, id, body
    from ticket where body -> 'history' is not null
    and coalesce((body ->> 'schema')::integer, 1) < ${SCHEMA_VERSION} limit ${BATCH}`.execute(db);
  const converted = rows.map(({ merchant_id, id, body }) => ({ merchant_id, id, body: ticketIn({ body }) }));
  const columns = { merchant_id: 'text', id: 'text', body: 'jsonb' } as const;
  await sql`update ticket t set body = r.body from ${jsonRows('r', columns, converted)}
    where t.merchant_id = r.merchant_id and t.id = r.id`.execute(db);
  return rows.length;
}
