import type { Policy } from '@sidecard/core';
import { decide, type Actor, type Ticket, type TicketEvent } from '@sidecard/core/authoring';
import { scheduledDeadlines } from '@sidecard/core/server';
import { commitChanges } from '../commit/commit.js';
import type { ServerContext } from '../context/context.js';
import type { OrderWrite, StoredTicket, TicketRef } from '../storage/records.js';
import { changeBy, type Change } from '../tickets/change.js';
import { currentOrder, followOrder, onOrder, withOrder } from '../tickets/order.js';

/** The actor of expired deadlines. */
const SYSTEM: Actor = { party: 'system', accountId: 'system', name: '', permissions: [] };
/** A deadline may start another that is due at once; the maximum number of steps. */
const MAX_STEPS = 20;

/**
 * Fires the due deadlines of some tickets in one transaction. Skips locked tickets until next time: the lock holder also writes their
 * deadlines.
 *
 * @returns how many tickets were processed
 */
export async function fireDeadlines(context: ServerContext, due: readonly TicketRef[]): Promise<number> {
  const now = context.clock.now();
  const policies = new Map<string, Policy>();
  for (const { merchantId } of due) {
    if (!policies.has(merchantId)) policies.set(merchantId, await context.policyOf(merchantId));
  }
  const policyOf = (merchantId: string): Policy => {
    const policy = policies.get(merchantId);
    if (!policy) throw new TypeError(`Missing policy of merchant ${merchantId}.`);
    return policy;
  };

  const { hints, count } = await context.store.transaction(undefined, async (unit) => {
    const locked = await unit.lockOrdersOf(due);
    const tickets = new Map(locked.map((stored) => [keyOf(refOf(stored.ticket)), stored]));
    const wanted = new Set(due.map(keyOf));
    const changes: Change[] = [];
    const orders: OrderWrite[] = [];
    const idle: TicketRef[] = [];
    let done = 0;
    for (const [key, before] of tickets) {
      if (!wanted.has(key)) continue;
      const { id, merchantId, order } = before.ticket;
      const related = [...tickets.values()]
        .map(({ ticket }) => ticket)
        .filter((other) => other.merchantId === merchantId && other.order.id === order.id && other.id !== id);
      let events = expire(context, before, related, policyOf(merchantId), now);
      if (events.some(({ change }) => change.order)) {
        const current = currentOrder(await unit.lockOrder(merchantId, order.id));
        const onto = { ...before, ticket: withOrder(before.ticket, current) };
        events = onOrder(expire(context, onto, related, policyOf(merchantId), now), before.ticket, current);
      }
      done++;
      if (events.length === 0) {
        idle.push(refOf(before.ticket));
        continue;
      }
      const change = changeBy(events, before, related);
      // The order's next ticket sees this one's result.
      tickets.set(key, change.after);
      changes.push(change);
      const { types, newId } = context;
      const followed = await followOrder(unit, change, { types, newId, policy: policyOf(merchantId) });
      for (const other of followed.changes) tickets.set(keyOf(refOf(other.after.ticket)), other.after);
      changes.push(...followed.changes);
      orders.push(...followed.orders);
    }
    // Otherwise they would be found again forever.
    await unit.dropDueDeadlines(idle, now);
    const committed = await commitChanges(context, unit, { changes, orders, policyOf, atMs: now });
    return { hints: committed.hints, count: done };
  });
  for (const hint of hints) context.bus.publish(hint);
  return count;
}

const refOf = ({ merchantId, id }: Ticket): TicketRef => ({ merchantId, ticketId: id });
const keyOf = ({ merchantId, ticketId }: TicketRef) => `${merchantId} ${ticketId}`;

/** Expires every due deadline of a ticket, earliest first, each on the result of the previous one. */
function expire(
  { types, newId, report }: ServerContext,
  before: StoredTicket,
  related: readonly Ticket[],
  policy: Policy,
  now: number,
): readonly TicketEvent[] {
  const events: TicketEvent[] = [];
  let current = before;
  const refused = new Set<string>();
  for (let step = 0; step < MAX_STEPS; step++) {
    const [deadline] = scheduledDeadlines(current.ticket)
      .filter(({ key, dueAtMs }) => dueAtMs <= now && !refused.has(key))
      .sort((a, b) => a.dueAtMs - b.dueAtMs);
    if (!deadline) break;
    const command = { command: 'expire', choice: deadline.key };
    const decision = decide(current.ticket, command, SYSTEM, { now, types, policy, related, newId });
    if (decision.ok) {
      events.push(...decision.value);
      current = changeBy(decision.value, current, related).after;
    } else {
      refused.add(deadline.key);
      const { id, merchantId } = before.ticket;
      const where = `Deadline ${deadline.key} of ticket ${id} of merchant ${merchantId}`;
      report(new Error(`${where} was refused (${decision.error.code}) and is dropped.`));
    }
  }
  return events;
}
