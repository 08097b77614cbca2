import { openPostgres } from '@sidecard/server/node';
import pg from 'pg';
import { expect, inject, it } from 'vitest';
import { createDatabase } from '../support/database.ts';
import { peopleOf, startTestServer } from '../support/server.ts';
import { REQUEST } from '../support/tickets.ts';

const DAY_MS = 86_400_000;

it('an order whose next ticket another server is opening keeps those that it has: they say what was given', async () => {
  const address = await createDatabase(inject('postgres'));
  const [one, two] = [await openPostgres(address), await openPostgres(address)];
  const first = await startTestServer({ database: one, retention: { ticketDays: 365 } });
  const { buyer } = peopleOf('kept-whole');
  const old = (await first.create({}, buyer)).ticket;
  await first.move(buyer, old.id, { command: 'withdraw' });
  first.clock.advance(366 * DAY_MS);
  const second = await startTestServer({ database: two, clock: first.clock });

  const [other, watcher] = [new pg.Client(address), new pg.Client(address)];
  await other.connect();
  await watcher.connect();
  const waiting = async () => {
    const { rows } = await watcher.query<{ count: number }>(
      "select count(*)::integer as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
    );
    return rows[0]!.count;
  };
  // The next ticket has locked the other one, and waits for the order; then the deletion waits for the other one.
  await other.query('begin');
  await other.query('select 1 from order_record for update');
  const request = { type: 'return-refund', orderId: old.order.id, request: REQUEST, locale: 'en' };
  const opening = second.send(buyer, 'POST', '/v1/tickets', request);
  await expect.poll(waiting).toBe(1);
  const deleting = first.server.tick();
  await expect.poll(waiting).toBe(2);
  await other.query('commit');
  expect((await opening).status).toBe(201);
  await deleting;
  const { rows } = await other.query('select id from ticket');
  expect(rows).toHaveLength(2);

  await other.end();
  await watcher.end();
  for (const { server } of [first, second]) await server.stop();
  await one.close();
  await two.close();
});
