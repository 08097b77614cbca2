import { decide, scheduledDeadlines, type Actor, type Policy, type Ticket, type TicketEvent } from '@sidecard/core';
import { sql } from 'kysely';
import { changeBy, type TicketChange } from '../commands/change.js';
import { commitChanges } from '../commands/commit.js';
import type { ServerParts } from '../server-parts.js';
import type { Db } from '../services.js';
import { recordset } from '../storage/recordset.js';
import type { Tables } from '../storage/schema.js';
import type { StoredTicket } from '../storage/tickets.js';

/** Which ticket has a timer that is due. */
export interface DueTicket {
  readonly merchantId: string;
  readonly ticketId: string;
}

/** Who acts when time runs out. */
const SYSTEM: Actor = { party: 'system', accountId: 'system', name: '', permissions: [] };
/** One timer may start another that is due at once; not for ever. */
const MAX_STEPS = 20;

/** Tickets with timers that are due, the longest overdue first. */
export async function findDue(db: Db, nowMs: number, limit: number): Promise<readonly DueTicket[]> {
  const rows = await db
    .selectFrom('deadline')
    .select(['merchant_id as merchantId', 'ticket_id as ticketId'])
    .where('due_at_ms', '<=', nowMs)
    .orderBy('due_at_ms')
    .limit(limit)
    .execute();
  return [...new Map(rows.map((row) => [`${row.merchantId} ${row.ticketId}`, row])).values()];
}

/**
 * Fires the timers of some tickets in one transaction. A ticket that somebody else is at is left for the next time: whoever has its row has
 * its timers.
 *
 * @returns how many tickets were done
 */
export async function fireTimers(parts: ServerParts, due: readonly DueTicket[]): Promise<number> {
  const now = parts.clock.now();
  const policies = new Map<string, Policy>();
  for (const { merchantId } of due) {
    if (!policies.has(merchantId)) policies.set(merchantId, await parts.policyOf(merchantId));
  }
  const policyOf = (merchantId: string): Policy => {
    const policy = policies.get(merchantId);
    if (!policy) throw new TypeError(`No policy was looked up for merchant ${merchantId}.`);
    return policy;
  };

  const { hints, count } = await parts.db.transaction().execute(async (tx) => {
    const tickets = await lockOrders(tx, due);
    const wanted = new Set(due.map(({ merchantId, ticketId }) => `${merchantId} ${ticketId}`));
    const changes: TicketChange[] = [];
    const idle: StoredTicket[] = [];
    let done = 0;
    for (const before of tickets.values()) {
      const { id, merchantId, order } = before.ticket;
      if (!wanted.has(`${merchantId} ${id}`)) continue;
      const related = [...tickets.values()]
        .map(({ ticket }) => ticket)
        .filter((other) => other.merchantId === merchantId && other.order.id === order.id && other.id !== id);
      const events = expire(parts, before, related, policyOf(merchantId), now);
      done++;
      if (events.length === 0) {
        idle.push(before);
        continue;
      }
      const change = changeBy(events, before, related);
      // the order's next ticket is decided on with what this one has left
      tickets.set(`${merchantId} ${id}`, change.after);
      changes.push(change);
    }
    await dropDue(tx, idle, now);
    const committed = await commitChanges(parts, tx, { changes, policyOf, atMs: now });
    return { hints: committed.hints, count: done };
  });
  for (const hint of hints) parts.bus.publish(hint);
  return count;
}

/** Locks the tickets with all others of their orders, without waiting. Orders that are not to be had whole are left out. */
async function lockOrders(tx: Db, due: readonly DueTicket[]): Promise<Map<string, StoredTicket>> {
  const named = recordset(
    'd',
    { merchant_id: 'text', ticket_id: 'text' },
    due.map(({ merchantId, ticketId }) => ({ merchant_id: merchantId, ticket_id: ticketId })),
  );
  const orders = sql`select n.merchant_id, n.order_id from ticket n
    join ${named} on n.merchant_id = d.merchant_id and n.id = d.ticket_id`;
  const { rows } = await sql<Pick<Tables['ticket'], 'merchant_id' | 'id' | 'order_id' | 'body' | 'events'>>`
    select merchant_id, id, order_id, body, events from ticket where (merchant_id, order_id) in (${orders})
    order by merchant_id, id for update skip locked`.execute(tx);
  const { rows: sizes } = await sql<{ merchant_id: string; order_id: string; size: number }>`
    select merchant_id, order_id, count(*) as size from ticket where (merchant_id, order_id) in (${orders})
    group by merchant_id, order_id`.execute(tx);
  const locked = new Map<string, number>();
  for (const { merchant_id, order_id } of rows) {
    const order = `${merchant_id} ${order_id}`;
    locked.set(order, (locked.get(order) ?? 0) + 1);
  }
  const whole = new Set(
    sizes
      .map(({ merchant_id, order_id, size }) => ({ order: `${merchant_id} ${order_id}`, size: Number(size) }))
      .filter(({ order, size }) => locked.get(order) === size)
      .map(({ order }) => order),
  );
  return new Map(
    rows
      .filter(({ merchant_id, order_id }) => whole.has(`${merchant_id} ${order_id}`))
      .map(({ merchant_id, id, body, events }) => [`${merchant_id} ${id}`, { ticket: body as Ticket, events }]),
  );
}

/** Runs out every timer of a ticket that is due, the earliest first, each on what the one before has left. */
function expire(
  parts: ServerParts,
  before: StoredTicket,
  related: readonly Ticket[],
  policy: Policy,
  now: number,
): readonly TicketEvent[] {
  const { types, newId } = parts;
  const events: TicketEvent[] = [];
  let current = before;
  const refused = new Set<string>();
  for (let step = 0; step < MAX_STEPS; step++) {
    const [timer] = scheduledDeadlines(current.ticket)
      .filter(({ key, dueAtMs }) => dueAtMs <= now && !refused.has(key))
      .sort((a, b) => a.dueAtMs - b.dueAtMs);
    if (!timer) break;
    const command = { command: 'expire', choice: timer.key };
    const decision = decide(current.ticket, command, SYSTEM, { now, types, policy, related, newId });
    if (decision.ok) {
      events.push(...decision.value);
      current = changeBy(decision.value, current, related).after;
    } else {
      refused.add(timer.key);
      const { id, merchantId } = before.ticket;
      parts.report(
        new Error(
          `Timer ${timer.key} of ticket ${id} of merchant ${merchantId}: ${decision.error.code}. It is dropped.`,
        ),
      );
    }
  }
  return events;
}

/** Takes away rows of timers that are due and do nothing, which would be found again for ever. */
async function dropDue(tx: Db, idle: readonly StoredTicket[], now: number): Promise<void> {
  for (const { ticket } of idle) {
    await tx
      .deleteFrom('deadline')
      .where('merchant_id', '=', ticket.merchantId)
      .where('ticket_id', '=', ticket.id)
      .where('due_at_ms', '<=', now)
      .execute();
  }
}
