import type { Policy } from '@sidecard/core';
import { decide, type Actor, type Ticket, type TicketEvent } from '@sidecard/core/authoring';
import { scheduledDeadlines } from '@sidecard/core/server';
import { commitChanges } from '../commit/commit.js';
import type { LocalCommit, ServerContext } from '../context/context.js';
import type { CommittedLines, DueTicket, OrderWrite, StoredTicket, TicketRef } from '../storage/records.js';
import { changeBy, type Change } from '../tickets/change.js';
import { currentOrder, followOrder, onOrder, withOrder } from '../tickets/order.js';

/** The actor of expired deadlines. */
const SYSTEM: Actor = { party: 'system', accountId: 'system', name: '', permissions: [] };
/** A deadline may start another that is due at once; the maximum number of steps. */
const MAX_STEPS = 20;

/**
 * Fires the deadlines of some tickets in one transaction. Skips locked tickets until next time: the lock holder also writes their deadlines.
 *
 * @param lookedAtMs - when their deadlines were looked for: those that became due later have not been prepared, and are left
 * @returns how many tickets were processed
 */
export async function fireDeadlines(
  context: ServerContext,
  due: readonly DueTicket[],
  lookedAtMs: number,
): Promise<number> {
  const now = context.clock.now();
  // What the clock has gone back behind meanwhile is not due, would be refused, and is left for its time.
  const dueAtMs = Math.min(lookedAtMs, now);
  const policies = new Map<string, Policy>();
  for (const { merchantId } of due) {
    if (!policies.has(merchantId)) policies.set(merchantId, await context.policyOf(merchantId));
  }
  const policyOf = (merchantId: string): Policy => {
    const policy = policies.get(merchantId);
    if (!policy) throw new TypeError(`Missing policy of merchant ${merchantId}.`);
    return policy;
  };

  const { hints, count, lateness, commits } = await context.store.transaction(undefined, async (unit) => {
    const locked = await unit.lockOrders(due);
    const tickets = new Map(locked.map((stored) => [keyOf(refOf(stored.ticket)), stored]));
    const ofOrders = new Map<string, string[]>();
    for (const [key, { ticket }] of tickets) {
      const order = orderKeyOf(ticket);
      ofOrders.set(order, [...(ofOrders.get(order) ?? []), key]);
    }
    const wanted = new Set(due.map(keyOf));
    const changes: Change[] = [];
    const orders: OrderWrite[] = [];
    const idle: TicketRef[] = [];
    const lateness = new Map<string, readonly number[]>();
    const expired = (stored: StoredTicket, related: readonly Ticket[]): readonly TicketEvent[] => {
      const { events, late } = expire(context, stored, related, policyOf(stored.ticket.merchantId), { now, dueAtMs });
      lateness.set(keyOf(refOf(stored.ticket)), late);
      return events;
    };
    let done = 0;
    for (const [key, before] of tickets) {
      if (!wanted.has(key)) continue;
      const { merchantId, order } = before.ticket;
      const others = (ofOrders.get(orderKeyOf(before.ticket)) ?? []).filter((other) => other !== key);
      const related = others.flatMap((other) => tickets.get(other)?.ticket ?? []);
      let events = expired(before, related);
      if (events.some(({ change }) => change.order)) {
        const current = currentOrder(await unit.lockOrder(merchantId, order.id));
        const onto = { ...before, ticket: withOrder(before.ticket, current) };
        events = onOrder(expired(onto, related), before.ticket, current);
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
    await unit.dropDueDeadlines(idle, dueAtMs);
    const committed = await commitChanges(context, unit, { changes, orders, policyOf, atMs: now });
    const commits = commitsOf(committed.lines, changes, [...tickets.values()], policyOf);
    return { hints: committed.hints, count: done, lateness: [...lateness.values()].flat(), commits };
  });
  // Once, however often the transaction ran.
  for (const ms of lateness) context.metrics.deadlineLateness.observe([], ms / 1000);
  for (const commit of commits) context.localCommits.publish(commit);
  for (const hint of hints) context.bus.publish(hint);
  return count;
}

/** What the streams of this process are told of a transaction: of each merchant its lines, with the tickets as they are after it. */
function commitsOf(
  lines: readonly CommittedLines[],
  changes: readonly Change[],
  locked: readonly StoredTicket[],
  policyOf: (merchantId: string) => Policy,
): readonly LocalCommit[] {
  return [...new Set(lines.map(({ merchantId }) => merchantId))].map((merchantId) => {
    const own = changes.filter(({ after }) => after.ticket.merchantId === merchantId);
    // A later change of a ticket replaces an earlier one.
    const tickets = new Map(own.map(({ after: { ticket } }) => [ticket.id, ticket]));
    return {
      lines: lines.filter((line) => line.merchantId === merchantId),
      tickets: [...tickets.values()],
      related: locked.flatMap(({ ticket }) => (ticket.merchantId === merchantId ? ticket : [])),
      messages: own.flatMap(({ events }) => events.flatMap(({ message }) => message ?? [])),
      policy: policyOf(merchantId),
    };
  });
}

const refOf = ({ merchantId, id }: Ticket): TicketRef => ({ merchantId, ticketId: id });
const keyOf = ({ merchantId, ticketId }: TicketRef) => `${merchantId} ${ticketId}`;
const orderKeyOf = ({ merchantId, order }: Ticket) => `${merchantId} ${order.id}`;

/** Expires every deadline of a ticket that was due at a time, earliest first, each on the result of the previous one. */
function expire(
  { types, newId, report }: ServerContext,
  before: StoredTicket,
  related: readonly Ticket[],
  policy: Policy,
  { now, dueAtMs: untilMs }: { readonly now: number; readonly dueAtMs: number },
): { readonly events: readonly TicketEvent[]; readonly late: readonly number[] } {
  const events: TicketEvent[] = [];
  const late: number[] = [];
  let current = before;
  const refused = new Set<string>();
  for (let step = 0; step < MAX_STEPS; step++) {
    const [deadline] = scheduledDeadlines(current.ticket)
      .filter(({ key, dueAtMs }) => dueAtMs <= untilMs && !refused.has(key))
      .sort((a, b) => a.dueAtMs - b.dueAtMs);
    if (!deadline) break;
    const command = { command: 'expire', choice: deadline.key };
    const decision = decide(current.ticket, command, SYSTEM, { now, types, policy, related, newId });
    if (decision.ok) {
      late.push(now - deadline.dueAtMs);
      events.push(...decision.value);
      current = changeBy(decision.value, current, related).after;
    } else {
      refused.add(deadline.key);
      const { id, merchantId } = before.ticket;
      const where = `Deadline ${deadline.key} of ticket ${id} of merchant ${merchantId}`;
      report(new Error(`${where} was refused (${decision.error.code}) and is dropped.`));
    }
  }
  return { events, late };
}
