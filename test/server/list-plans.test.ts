import { LIST_SORTS, type ListSort, type ListView } from '@sidecard/core/wire';
import { createKyselyStore, type Store } from '@sidecard/server';
import { CompiledQuery, Kysely, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase, type TestDatabase } from '../support/database.ts';
import { nodesOf, type Plan, recording } from '../support/plans.ts';
import { START_MS } from '../support/tickets.ts';

const TICKETS = 20_000;
const HOUR_MS = 3_600_000;

const indexesOf = (plan: readonly Plan[]) => plan.flatMap((node) => node['Index Name'] ?? []);

describe('a list of many tickets', () => {
  let database: TestDatabase;
  let db: Kysely<unknown>;
  let store: Store;
  const statements: CompiledQuery[] = [];

  beforeAll(async () => {
    database = await openDatabase();
    store = createKyselyStore(recording(database.dialect, statements));
    await store.migrate();
    db = new Kysely({ dialect: database.dialect });
    // Half of them have ended; of the others one in ten is in an intervention, and each of 20 accounts owns some.
    await sql`insert into ticket (merchant_id, id, number, order_id, conversation_id, buyer_id, type, workflow, intervention,
        updated_at_ms, version, events, entries, body, turn, owner, claimed, opened_at_ms, due_at_ms, warns_at_ms, staff_due_at_ms,
        staff_warns_at_ms, terms)
      select 'shop', 'ticket-' || n, n, n, n, n, 'return-refund', case when n % 2 = 0 then 'resolved' else 'declined' end,
        case when n % 20 = 1 then 'reviewing' else 'none' end, ${START_MS} + n * 7919 % 100000, 1, 1, '[]', '{}',
        case when n % 2 = 0 then '' when n % 40 = 1 then 'staff' when n % 20 = 1 then 'evidence' when n % 4 = 1 then 'buyer' else 'merchant' end,
        'agent-' || n % 20, false, ${START_MS} + n, ${START_MS} + n * 104729 % 100000, ${START_MS} + n * 104729 % 100000,
        ${START_MS} + n * 104729 % 100000, ${START_MS} + n * 104729 % 100000, ' mug '
      from generate_series(1::bigint, ${TICKETS}) as n`.execute(db);
    await sql`analyze ticket`.execute(db);
  }, 120_000);
  afterAll(() => database.close());

  /** The plan of the statement that reads a page. */
  async function planOf(view: ListView | undefined, sort: ListSort, side: 'merchant' | 'staff', after: boolean) {
    statements.length = 0;
    const reader = { accountId: 'agent-7', side, nowMs: START_MS + HOUR_MS };
    const place = after ? { after: { key: START_MS + 5000, id: 'ticket-1' } } : {};
    const filter = view ? { view } : {};
    await store.readList({ merchantId: 'shop', filter, reader }, { sort, limit: 50, countTo: 1, ...place });
    const page = statements.find((statement) => statement.sql.includes('order by'));
    const explained = CompiledQuery.raw(`explain (format json) ${page?.sql}`, [...(page?.parameters ?? [])]);
    const { rows } = await db.executeQuery<{ 'QUERY PLAN': readonly { readonly Plan: Plan }[] }>(explained);
    return nodesOf(rows[0]?.['QUERY PLAN'][0]?.Plan as Plan);
  }

  const TURNS = 'ticket_by_turn_and_';
  /** How many ranges of which indexes a list has. */
  const RANGES: Readonly<Record<Exclude<ListView, 'due-soon'> | 'every', readonly [index: string, ranges: number]>> = {
    every: [TURNS, 5],
    open: [TURNS, 4],
    'needs-answer': [TURNS, 2],
    mine: ['ticket_owned_by_', 1],
    intervening: [TURNS, 2],
    'waiting-for-buyer': [TURNS, 1],
    resolved: [TURNS, 1],
  };
  const ORDERS = { deadline: 'deadline', changed: 'change', opened: 'opening' } as const;
  const cases = (Object.keys(RANGES) as (keyof typeof RANGES)[]).flatMap((view) =>
    LIST_SORTS.flatMap((sort) =>
      [false, true].map((after) => ({
        ...{ view, sort, after, ranges: RANGES[view][1] },
        index: RANGES[view][0] + ORDERS[sort],
      })),
    ),
  );

  it.each(cases)(
    '[R38] is made of $ranges ranges of $index: $view by $sort, after a page: $after',
    async ({ view, sort, after, index, ranges }) => {
      const plan = await planOf(view === 'every' ? undefined : view, sort, 'merchant', after);
      expect(indexesOf(plan)).toEqual(Array(ranges).fill(index));
      expect(plan.map((node) => node['Node Type']).filter((type) => /Sort|Seq|Bitmap/.test(type))).toEqual([]);
    },
  );

  it('[R16] [R38] is read for staff by their own deadlines', async () => {
    for (const [view, ranges] of [
      ['open', 4],
      ['needs-answer', 2],
      ['waiting-for-buyer', 1],
    ] as const) {
      const plan = await planOf(view, 'deadline', 'staff', false);
      expect(indexesOf(plan)).toEqual(Array(ranges).fill('ticket_by_turn_and_staff_deadline'));
    }
  });

  it('[R16] [R38] is read by the time from which deadlines warn, or in its order, when it has what is due soon', async () => {
    for (const sort of LIST_SORTS) {
      const plan = await planOf('due-soon', sort, 'merchant', false);
      for (const index of indexesOf(plan)) expect(['ticket_warned', TURNS + ORDERS[sort]]).toContain(index);
    }
  });
});
