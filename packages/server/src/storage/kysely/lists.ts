import type { ListReader, ListSort, SearchQuery } from '@sidecard/core/list';
import type { Countable } from '@sidecard/core/server';
import { type RawBuilder, sql } from 'kysely';
import type { ListQuery } from '../records.js';
import type { TicketReads } from '../store.js';
import { anyOf, noneOf } from './json-rows.js';
import { type Turn, TURNS } from './list-row.js';
import type { Db } from './schema.js';
import { ticketIn, type TicketRow } from './stored.js';

/**
 * A word with more terms than this is no use to find tickets by: a list is then read in its order, until a page is full. With fewer, the
 * tickets are found by the word and then sorted.
 */
const MAX_FOUND = 5000;

/** Ids in the order of their code points, as clients compare them. */
const ID = sql`id collate "C"`;

/** Reads lists. Each turn, and each account's own tickets, are in each order a range of an index; a view has one or more of them. */
export function listReads(db: Db): Pick<TicketReads, 'readList' | 'countLists' | 'countTickets'> {
  return {
    async readList(query, { sort, after, limit, countTo }) {
      const { parts, isNarrow } = await conditions(db, query);
      const { key, direction } = orderOf(sort, query.reader);
      const descends = sql.raw(direction);
      const ordered = sql`order by ${key} ${descends}, ${ID} ${descends} limit ${limit}`;
      const place =
        after && sql`(${key}, ${ID}) ${sql.raw(direction === 'asc' ? '>' : '<')} (${after.key}, ${after.id})`;
      const whole = [...parts, ...inTurns(query)];
      if (isNarrow) {
        // All of its tickets are read to be sorted, so counting them costs nothing.
        const counted = sql`select *, count(*) over () as total from ticket where ${allOf(whole)}`;
        const { rows } = await sql<
          TicketRow & { readonly total: number }
        >`select body, entries, total from (${counted}) as counted
          ${place ? sql`where ${place}` : sql``} ${ordered}`.execute(db);
        const [first] = rows;
        if (first || !after)
          return { tickets: rows.map(ticketIn), total: Math.min(countTo, Number(first?.total ?? 0)) };
      }
      const ranges = hasOwnIndex(query)
        ? [whole]
        : turnsOf(query).map((turn) => [...parts, sql`turn = ${sql.lit(turn)}`]);
      // Each is read in order and merged, with a limit of its own: without it, the planner would sort them.
      const reads = ranges.map(
        (range) => sql`(select body, entries, ${key} as key, ${ID} as id from ticket
          where ${allOf(place ? [...range, place] : range)} ${ordered})`,
      );
      const { rows } = await sql<TicketRow>`select body, entries from (${sql.join(reads, sql` union all `)}) as ranges
        order by key ${descends}, id ${descends} limit ${limit}`.execute(db);
      const isWhole = !after && rows.length < limit;
      const total = isWhole ? Math.min(countTo, rows.length) : await count(db, whole, countTo);
      return { tickets: rows.map(ticketIn), total };
    },

    async countLists(queries, max) {
      if (queries.length === 0) return [];
      const counts: RawBuilder<unknown>[] = [];
      for (const query of queries) {
        const { parts } = await conditions(db, query);
        counts.push(sql`(${counting([...parts, ...inTurns(query)], max)})`);
      }
      const columns = counts.map((count, index) => sql`${count} as ${sql.raw(`count_${index}`)}`);
      const { rows } = await sql<Readonly<Record<string, number>>>`select ${sql.join(columns)}`.execute(db);
      return counts.map((_, index) => Number(rows[0]?.[`count_${index}`]));
    },

    async countTickets(merchantId, max) {
      const open = sql`select type, turn from ticket where merchant_id = ${merchantId} and turn <> ''`;
      const first = sql`order by type, turn limit 1`;
      // One look-up in the index for each kind, however many tickets there are, and then as many as are counted.
      const { rows } = await sql<{ type: string; turn: (typeof TURNS)[number]; count: number }>`with recursive kind as (
          (${open} ${first})
          union all
          select next.type, next.turn from kind, lateral (${open} and (type, turn) > (kind.type, kind.turn) ${first}) as next)
        select type, turn, (select count(*) from
          (select from ticket where merchant_id = ${merchantId} and turn <> '' and type = kind.type and turn = kind.turn
            limit ${max}) as counted) as count
        from kind`.execute(db);
      return rows.map(({ type, turn, count: own }): Countable => ({
        type,
        // The platform waits for evidence, too.
        moveOf: turn === 'evidence' ? 'staff' : turn,
        count: Number(own),
      }));
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
  if (view === 'due-soon') {
    parts.push(sql`${sql.raw(reader.side === 'staff' ? 'staff_warns_at_ms' : 'warns_at_ms')} <= ${reader.nowMs}`);
  }
  if (view === 'mine') parts.push(ownedBy('me', reader));
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

const NONE = sql`false`;

/** Whom the tickets of a list can wait for. */
function turnsOf({ filter: { view }, reader: { side } }: ListQuery): readonly Turn[] {
  if (view === undefined) return ['', ...TURNS];
  switch (view) {
    case 'open':
    case 'mine':
      return TURNS;
    case 'needs-answer':
    case 'due-soon':
      return [side, 'evidence'];
    case 'intervening':
      return ['staff', 'evidence'];
    case 'waiting-for-buyer':
      return ['buyer'];
    case 'resolved':
      return [''];
  }
}

/** The same as conditions. Indexes of open tickets are named by `turn <> ''`. */
function inTurns(query: ListQuery): readonly RawBuilder<unknown>[] {
  if (query.filter.view === undefined) return [];
  const turns = turnsOf(query);
  return [turns === TURNS ? sql`turn <> ''` : sql.raw(`turn in (${turns.map((turn) => `'${turn}'`).join(', ')})`)];
}

/** Whether a list is found by something that few of the shop's tickets have, and that has an index of its own. */
function hasOwnIndex({ filter: { view, owner, buyerId, orderId, conversationId } }: ListQuery): boolean {
  const ofAccount = view === 'mine' || (owner !== undefined && owner !== 'nobody');
  const isOpen = view !== undefined && view !== 'resolved';
  return (ofAccount && isOpen) || [buyerId, orderId, conversationId].some((id) => id !== undefined);
}

/** Staff do not see whose a ticket is. */
function ownedBy(owner: string, { side, accountId }: ListReader): RawBuilder<unknown> {
  if (owner === 'nobody') return side === 'staff' ? sql`true` : sql`not claimed`;
  // As the condition of the indexes says.
  return side === 'staff' ? NONE : sql`owner = ${owner === 'me' ? accountId : owner} and owner <> ''`;
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
