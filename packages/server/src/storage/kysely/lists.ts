import type { ListReader, ListSort, SearchQuery } from '@sidecard/core/list';
import { type RawBuilder, sql } from 'kysely';
import type { ListQuery } from '../records.js';
import type { TicketReads } from '../store.js';
import { anyOf, noneOf } from './json-rows.js';
import type { Db } from './schema.js';
import { ticketIn, type TicketRow } from './stored.js';

/**
 * A word with more terms than this is no use to find tickets by: a list is then read in its order, until a page is full. With fewer, the
 * tickets are found by the word and then sorted.
 */
const MAX_FOUND = 5000;

/** Ids in the order of their code points, as clients compare them. */
const ID = sql`id collate "C"`;

/** Reads lists. Each view in each order is a range of an index. */
export function listReads(db: Db): Pick<TicketReads, 'readList' | 'countLists'> {
  return {
    async readList(query, { sort, after, limit, countTo }) {
      const { parts, isNarrow } = await conditions(db, query);
      const { key, direction } = orderOf(sort, query.reader);
      const descends = sql.raw(direction);
      const ordered = sql`order by ${key} ${descends}, ${ID} ${descends} limit ${limit}`;
      const place =
        after && sql`(${key}, ${ID}) ${sql.raw(direction === 'asc' ? '>' : '<')} (${after.key}, ${after.id})`;
      if (isNarrow) {
        // All of its tickets are read to be sorted, so counting them costs nothing.
        const counted = sql`select *, count(*) over () as total from ticket where ${allOf(parts)}`;
        const { rows } = await sql<
          TicketRow & { readonly total: number }
        >`select body, entries, total from (${counted}) as counted
          ${place ? sql`where ${place}` : sql``} ${ordered}`.execute(db);
        const [first] = rows;
        if (first || !after)
          return { tickets: rows.map(ticketIn), total: Math.min(countTo, Number(first?.total ?? 0)) };
      }
      const { rows } =
        await sql<TicketRow>`select body, entries from ticket where ${allOf(place ? [...parts, place] : parts)}
        ${ordered}`.execute(db);
      const isWhole = !after && rows.length < limit;
      const total = isWhole ? Math.min(countTo, rows.length) : await count(db, parts, countTo);
      return { tickets: rows.map(ticketIn), total };
    },

    async countLists(queries, max) {
      if (queries.length === 0) return [];
      const counts: RawBuilder<unknown>[] = [];
      for (const query of queries) {
        const { parts } = await conditions(db, query);
        counts.push(sql`(${counting(parts, max)})`);
      }
      const columns = counts.map((count, index) => sql`${count} as ${sql.raw(`count_${index}`)}`);
      const { rows } = await sql<Readonly<Record<string, number>>>`select ${sql.join(columns)}`.execute(db);
      return counts.map((_, index) => Number(rows[0]?.[`count_${index}`]));
    },
  };
}

/** Staff see other deadlines than the shop. */
function orderOf(
  sort: ListSort,
  { side }: ListReader,
): { readonly key: RawBuilder<unknown>; readonly direction: string } {
  if (sort === 'deadline')
    return { key: sql.raw(side === 'staff' ? 'staff_due_at_ms' : 'due_at_ms'), direction: 'asc' };
  return { key: sql.raw(sort === 'changed' ? 'updated_at_ms' : 'opened_at_ms'), direction: 'desc' };
}

const counting = (parts: readonly RawBuilder<unknown>[], max: number): RawBuilder<unknown> =>
  sql`select count(*) as count from (select from ticket where ${allOf(parts)} limit ${max}) as counted`;

async function count(db: Db, parts: readonly RawBuilder<unknown>[], max: number): Promise<number> {
  const { rows } = await sql<{ readonly count: number }>`${counting(parts, max)}`.execute(db);
  return Number(rows[0]?.count);
}

const allOf = (parts: readonly RawBuilder<unknown>[]): RawBuilder<unknown> => sql.join(parts, sql` and `);

interface Conditions {
  readonly parts: readonly RawBuilder<unknown>[];
  /** Whether they are met by few tickets, which an index finds. */
  readonly isNarrow: boolean;
}

async function conditions(db: Db, { merchantId, filter, types, search, reader }: ListQuery): Promise<Conditions> {
  const { view, type, owner, buyerId, orderId, conversationId, openedFromMs, openedBeforeMs } = filter;
  const parts = [sql`merchant_id = ${merchantId}`];
  if (view !== undefined) parts.push(inView(view, reader));
  if (owner !== undefined) parts.push(ownedBy(owner, reader));
  if (type !== undefined) parts.push(sql`type = ${type}`);
  if (types) parts.push(types.others ? sql`type <> ${noneOf(types.keys)}` : sql`type = ${anyOf(types.keys)}`);
  if (buyerId !== undefined) parts.push(sql`buyer_id = ${buyerId}`);
  if (orderId !== undefined) parts.push(sql`order_id = ${orderId}`);
  if (conversationId !== undefined) parts.push(sql`conversation_id = ${conversationId}`);
  if (openedFromMs !== undefined) parts.push(sql`opened_at_ms >= ${openedFromMs}`);
  if (openedBeforeMs !== undefined) parts.push(sql`opened_at_ms < ${openedBeforeMs}`);
  if (!search) return { parts, isNarrow: false };
  const words = await found(db, merchantId, search);
  return { parts: [...parts, ...words.parts], isNarrow: words.isNarrow };
}

const OPEN = sql`turn <> ''`;
/** Ends are never in an intervention, but the index is of these rows. */
const INTERVENING = sql`turn <> '' and intervention <> 'none'`;
const NONE = sql`false`;

function inView(
  view: NonNullable<ListQuery['filter']['view']>,
  { side, accountId, nowMs }: ListReader,
): RawBuilder<unknown> {
  const isStaff = side === 'staff';
  const waiting = isStaff ? INTERVENING : sql`turn = ${side}`;
  switch (view) {
    case 'open':
      return OPEN;
    case 'needs-answer':
      return waiting;
    case 'due-soon':
      return sql`${waiting} and ${sql.raw(isStaff ? 'staff_warns_at_ms' : 'warns_at_ms')} <= ${nowMs}`;
    case 'mine':
      return isStaff ? NONE : sql`${OPEN} and owner = ${accountId}`;
    case 'intervening':
      return INTERVENING;
    case 'waiting-for-buyer':
      return sql`turn = 'buyer'`;
    case 'resolved':
      return sql`turn = ''`;
  }
}

/** Staff do not see whose a ticket is. */
function ownedBy(owner: string, { side, accountId }: ListReader): RawBuilder<unknown> {
  if (owner === 'nobody') return side === 'staff' ? sql`true` : sql`not claimed`;
  return side === 'staff' ? NONE : sql`owner = ${owner === 'me' ? accountId : owner}`;
}

/**
 * Every word is compared with the terms of the ticket itself. The word with the fewest terms also finds the tickets to compare, unless they
 * are too many.
 */
async function found(db: Db, merchantId: string, search: SearchQuery): Promise<Conditions> {
  if (search.length === 0) return { parts: [NONE], isNarrow: true };
  const compared = search.map(
    (starts) =>
      sql`(${sql.join(
        starts.map((start) => sql`terms like ${`% ${start}%`}`),
        sql` or `,
      )})`,
  );
  const terms = search.map(
    (starts) => sql`from ticket_term where merchant_id = ${merchantId} and (${startingWith(starts)})`,
  );
  const counts = terms.map(
    (of, index) =>
      sql`select ${sql.raw(String(index))} as word, count(*) as terms from (select ${of} limit ${MAX_FOUND + 1}) as counted`,
  );
  const { rows } = await sql<{ word: number; terms: number }>`${sql.join(counts, sql` union all `)}`.execute(db);
  const fewest = rows.reduce(
    (least, row) => (Number(row.terms) < Number(least.terms) ? row : least),
    rows[0] ?? { word: 0, terms: 0 },
  );
  const of = terms[fewest.word];
  const isNarrow = Number(fewest.terms) <= MAX_FOUND;
  return { parts: isNarrow && of ? [sql`id in (select ticket_id ${of})`, ...compared] : compared, isNarrow };
}

/** The last code point: it follows whatever a term goes on with. */
const LAST = '\u{10FFFF}';

function startingWith(starts: readonly string[]): RawBuilder<unknown> {
  return sql.join(
    starts.map((start) => sql`(term >= ${start} and term < ${start + LAST})`),
    sql` or `,
  );
}
