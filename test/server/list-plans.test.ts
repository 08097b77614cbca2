import { LIST_SORTS, LIST_VIEWS, type ListSort, type ListView } from '@sidecard/core/wire';
import { createKyselyStore, type Store } from '@sidecard/server';
import { CompiledQuery, Kysely, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase, type TestDatabase } from '../support/database.ts';
import { nodesOf, type Plan, recording } from '../support/plans.ts';
import { START_MS } from '../support/tickets.ts';

const TICKETS = 20_000;
const HOUR_MS = 3_600_000;

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
        case when n % 2 = 0 then '' when n % 20 = 1 then 'staff' when n % 4 = 1 then 'buyer' else 'merchant' end,
        'agent-' || n % 20, false, ${START_MS} + n, ${START_MS} + n * 104729 % 100000, ${START_MS} + n * 104729 % 100000,
        ${START_MS} + n * 104729 % 100000, ${START_MS} + n * 104729 % 100000, ' mug '
      from generate_series(1::bigint, ${TICKETS}) as n`.execute(db);
    await sql`analyze ticket`.execute(db);
  }, 120_000);
  afterAll(() => database.close());

  /** The plan of the statement that reads a page. */
  async function planOf(view: ListView, sort: ListSort, side: 'merchant' | 'staff', after: boolean) {
    statements.length = 0;
    const reader = { accountId: 'agent-7', side, nowMs: START_MS + HOUR_MS };
    const place = after ? { after: { key: START_MS + 5000, id: 'ticket-1' } } : {};
    await store.readList({ merchantId: 'shop', filter: { view }, reader }, { sort, limit: 50, countTo: 1, ...place });
    const page = statements.find((statement) => statement.sql.includes('order by'));
    const explained = CompiledQuery.raw(`explain (format json) ${page?.sql}`, [...(page?.parameters ?? [])]);
    const { rows } = await db.executeQuery<{ 'QUERY PLAN': readonly { readonly Plan: Plan }[] }>(explained);
    return nodesOf(rows[0]?.['QUERY PLAN'][0]?.Plan as Plan);
  }

  const INDEXES: Readonly<Record<Exclude<ListView, 'due-soon'>, string>> = {
    open: 'ticket_open_by_',
    'needs-answer': 'ticket_by_turn_and_',
    mine: 'ticket_owned_by_',
    intervening: 'ticket_intervening_by_',
    'waiting-for-buyer': 'ticket_by_turn_and_',
    resolved: 'ticket_by_turn_and_',
  };
  const ORDERS = { deadline: 'deadline', changed: 'change', opened: 'opening' } as const;
  const cases = LIST_VIEWS.filter((view) => view !== 'due-soon').flatMap((view) =>
    LIST_SORTS.flatMap((sort) =>
      [false, true].map((after) => ({ view, sort, after, index: INDEXES[view] + ORDERS[sort] })),
    ),
  );

  it.each(cases)(
    '[R38] is read from $index: $view by $sort, after a page: $after',
    async ({ view, sort, after, index }) => {
      const plan = await planOf(view, sort, 'merchant', after);
      expect(plan.flatMap((node) => node['Index Name'] ?? [])).toEqual([index]);
      expect(plan.map((node) => node['Node Type']).filter((type) => /Sort|Seq|Bitmap/.test(type))).toEqual([]);
    },
  );

  it('[R16] [R38] is read for staff by their own deadlines', async () => {
    for (const [view, index] of [
      ['open', 'ticket_open_by_staff_deadline'],
      ['needs-answer', 'ticket_intervening_by_staff_deadline'],
      ['waiting-for-buyer', 'ticket_by_turn_and_staff_deadline'],
    ] as const) {
      const plan = await planOf(view, 'deadline', 'staff', false);
      expect(plan.flatMap((node) => node['Index Name'] ?? [])).toEqual([index]);
    }
  });

  it('[R16] [R38] is read by the time from which deadlines warn, or in its order, when it has what is due soon', async () => {
    for (const sort of LIST_SORTS) {
      const plan = await planOf('due-soon', sort, 'merchant', false);
      const [index] = plan.flatMap((node) => node['Index Name'] ?? []);
      expect(['ticket_warned', `ticket_by_turn_and_${ORDERS[sort]}`]).toContain(index);
    }
  });
});
