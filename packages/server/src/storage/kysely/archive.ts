import type { ArchiveEntry, ArchiveFilter } from '@sidecard/core/server';
import { type Expression, sql, type SqlBool } from 'kysely';
import type { ArchiveWrite } from '../records.js';
import type { ArchiveReads, Store, UnitOfWork } from '../store.js';
import { anyOf, insertRows, jsonRows, setExcluded } from './json-rows.js';
import { oldestIn } from './oldest.js';
import type { Db } from './schema.js';

const entryIn = ({ body }: { readonly body: unknown }) => body as ArchiveEntry;

/** Reads the archive. */
export function archiveReads(db: Db): ArchiveReads {
  return {
    async listArchive({ after, limit, ...filter }) {
      let query = db.selectFrom('archive_entry').select('body').where(selected(filter));
      if (after) {
        const { atMs, ticketId, itemId } = after;
        query = query.where((eb) =>
          eb(eb.refTuple('at_ms', 'ticket_id', 'item_id'), '<', eb.tuple(atMs, ticketId, itemId)),
        );
      }
      const ordered = query.orderBy('at_ms', 'desc').orderBy('ticket_id', 'desc').orderBy('item_id', 'desc');
      return (await ordered.limit(limit).execute()).map(entryIn);
    },

    archiveOf: (merchantId, ticketIds) => archiveOf(db, merchantId, ticketIds),

    async countArchive(filter, periods, limit) {
      const columns = { day: 'text', from_ms: 'bigint', before_ms: 'bigint' } as const;
      const rows = periods.map(({ day, fromMs, beforeMs }) => ({ day, from_ms: fromMs, before_ms: beforeMs }));
      const { rows: counts } = await sql<{
        day: string;
        product: string;
        defect: string;
        cases: number;
        pieces: number;
      }>`
        select day, product, defect, count(*) as cases, sum(pieces) as pieces from (
          select p.day, archive_entry.product, archive_entry.defect, sum(archive_entry.quantity) as pieces
          from ${jsonRows('p', columns, rows)}
          join archive_entry on archive_entry.at_ms >= p.from_ms and archive_entry.at_ms < p.before_ms
          where ${selected(filter)}
          group by p.day, archive_entry.product, archive_entry.defect, archive_entry.case_id) by_case
        group by day, product, defect
        order by day desc limit ${limit}`.execute(db);
      return counts.map(({ cases, pieces, ...count }) => ({
        ...count,
        ...{ cases: Number(cases), pieces: Number(pieces) },
      }));
    },

    async archivedTitles(merchantId, products) {
      const { rows } = await sql<{ product: string; title: string }>`
        select p.product, e.body ->> 'title' as title
        from jsonb_array_elements_text(${JSON.stringify(products)}::jsonb) as p(product),
        lateral (select body from archive_entry
          where merchant_id = ${merchantId} and product = p.product
          order by at_ms desc, ticket_id desc, item_id desc limit 1) e`.execute(db);
      return new Map(rows.map(({ product, title }) => [product, title]));
    },

    oldestArchived: () =>
      oldestIn(
        db,
        'archive_entry',
        (merchantId) => sql`least(
          (select min(at_ms) from archive_entry where merchant_id = ${merchantId} and removed),
          (select min(at_ms) from archive_entry where merchant_id = ${merchantId} and not removed))`,
      ),
  };
}

/** Locks entries of the archive in a transaction. Its commit stores them. */
export function archiveUnit(tx: Db): Pick<UnitOfWork, 'lockArchive'> {
  return { lockArchive: (merchantId, ticketIds) => archiveOf(tx, merchantId, ticketIds, true) };
}

/** Removes old entries. */
export function archiveWrites(db: Db): Pick<Store, 'dropArchive'> {
  return {
    async dropArchive(merchantId, beforeMs, limit) {
      const { numAffectedRows } = await sql`delete from archive_entry a
        using (select ticket_id, item_id from archive_entry
          where merchant_id = ${merchantId} and removed in (true, false) and at_ms < ${beforeMs} limit ${limit}) old
        where a.merchant_id = ${merchantId} and a.ticket_id = old.ticket_id and a.item_id = old.item_id`.execute(db);
      return Number(numAffectedRows ?? 0);
    },
  };
}

async function archiveOf(db: Db, merchantId: string, ticketIds: readonly string[], lock = false) {
  if (ticketIds.length === 0) return [];
  const query = db
    .selectFrom('archive_entry')
    .select('body')
    .where('merchant_id', '=', merchantId)
    .where('ticket_id', '=', anyOf(ticketIds))
    .orderBy('ticket_id')
    .orderBy('item_id');
  return (await (lock ? query.forUpdate() : query).execute()).map(entryIn);
}

/** The condition of a filter: the same as core's `isArchived`. */
function selected({
  merchantId,
  product,
  defect,
  fromMs,
  beforeMs,
  words = [],
  ticketId,
  removed = false,
}: ArchiveFilter & { readonly merchantId: string }): Expression<SqlBool> {
  const conditions = [
    sql`archive_entry.merchant_id = ${merchantId}`,
    sql`archive_entry.removed = ${removed}`,
    ...(product === undefined ? [] : [sql`archive_entry.product = ${product}`]),
    ...(defect === undefined ? [] : [sql`archive_entry.defect = ${defect}`]),
    ...(ticketId === undefined ? [] : [sql`archive_entry.ticket_id = ${ticketId}`]),
    ...(fromMs === undefined ? [] : [sql`archive_entry.at_ms >= ${fromMs}`]),
    ...(beforeMs === undefined ? [] : [sql`archive_entry.at_ms < ${beforeMs}`]),
    ...words.map((word) => sql`position(${word} in archive_entry.words) > 0`),
  ];
  return sql<SqlBool>`${sql.join(conditions, sql` and `)}`;
}

const ENTRY = {
  merchant_id: 'text',
  ticket_id: 'text',
  item_id: 'text',
  case_id: 'text',
  at_ms: 'bigint',
  product: 'text',
  defect: 'text',
  quantity: 'integer',
  removed: 'boolean',
  words: 'text',
  body: 'jsonb',
} as const;
const CHANGING = ['case_id', 'at_ms', 'product', 'defect', 'quantity', 'removed', 'words', 'body'];
const ON_ENTRY = `on conflict (merchant_id, ticket_id, item_id) do update set ${setExcluded(CHANGING)}`;

/** The statements of a commit. Both see the rows from before, so they must not share a key. */
export function archiveStatements(
  writes: readonly ArchiveWrite[],
): [name: string, statement: ReturnType<typeof insertRows>][] {
  const stored = writes.flatMap(({ merchantId, ticketId, entries }) =>
    entries.map((entry) => ({
      ...{ merchant_id: merchantId, ticket_id: ticketId, item_id: entry.itemId, case_id: entry.caseId },
      ...{ at_ms: entry.atMs, product: entry.product, defect: entry.defect, quantity: entry.quantity },
      ...{ removed: entry.removed !== undefined, words: entry.words, body: entry },
    })),
  );
  const dropped = writes.flatMap(({ merchantId, ticketId, dropped: lines }) =>
    lines.map((itemId) => ({ merchant_id: merchantId, ticket_id: ticketId, item_id: itemId })),
  );
  const statements: [string, ReturnType<typeof insertRows>][] = [];
  if (stored.length > 0) statements.push(['archived', insertRows('archive_entry', ENTRY, stored, ON_ENTRY)]);
  if (dropped.length > 0) {
    const columns = { merchant_id: 'text', ticket_id: 'text', item_id: 'text' } as const;
    statements.push([
      'unarchived',
      sql`delete from archive_entry a using ${jsonRows('d', columns, dropped)}
        where a.merchant_id = d.merchant_id and a.ticket_id = d.ticket_id and a.item_id = d.item_id`,
    ]);
  }
  return statements;
}
