import { Kysely, sql } from 'kysely';
import { type TestServer, peopleOf } from './server.ts';

/** A database as tests see it that look behind the server. */
export function behind({ database }: Pick<TestServer, 'database'>): Kysely<unknown> {
  return new Kysely<unknown>({ dialect: database.dialect });
}

/**
 * Puts many tickets of one shop into the database, each of an order of its own and with its deadlines, as copies of one that is created.
 *
 * @returns the first ticket's id; the others' are `copy-1`, `copy-2` and so on
 */
export async function plantTickets(world: TestServer, merchantId: string, count: number): Promise<string> {
  const { ticket } = await world.create({}, peopleOf(merchantId).buyer);
  const db = behind(world);
  await sql`insert into ticket (merchant_id, id, number, order_id, conversation_id, buyer_id, type, workflow, intervention, updated_at_ms,
      version, events, entries, body)
    select merchant_id, 'copy-' || n, 'copy-' || n, 'order-' || n, conversation_id, buyer_id, type, workflow, intervention, updated_at_ms,
      version, events, entries, body || jsonb_build_object('id', 'copy-' || n, 'number', 'copy-' || n,
        'order', (body -> 'order') || jsonb_build_object('id', 'order-' || n))
    from ticket, generate_series(1, ${count - 1}::integer) n where merchant_id = ${merchantId} and id = ${ticket.id}`.execute(
    db,
  );
  await sql`insert into deadline (merchant_id, ticket_id, key, due_at_ms)
    select merchant_id, 'copy-' || n, key, due_at_ms
    from deadline, generate_series(1, ${count - 1}::integer) n
    where merchant_id = ${merchantId} and ticket_id = ${ticket.id}`.execute(db);
  return ticket.id;
}
