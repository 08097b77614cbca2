import type { TicketEvent } from '../model/events.js';
import type { Order } from '../model/order.js';
import { SCHEMA_VERSION } from '../model/schema-version.js';
import { displayStatus } from '../model/states.js';
import type { ActorRef, HistoryEntry, Ticket } from '../model/ticket.js';
import { orderDifference } from '../order/of-tickets.js';
import { startDeadline } from './deadlines.js';
import type { DecideContext } from './decision.js';
import { withChange } from './evolve.js';
import { orderPath } from './find-transition.js';
import { alongPath, moveTo } from './move.js';

/** What {@link orderEvent} needs besides ticket and order: the actor, and the rules by which the ticket continues. */
export type OrderEventContext = Pick<DecideContext, 'now' | 'types' | 'policy' | 'newId'> & { readonly by: ActorRef };

/**
 * Returns the event that brings a ticket's order up to date. If that is what the case waited for, the ticket continues or ends with it.
 *
 * @returns `undefined` if the ticket has the order as it is
 */
export function orderEvent(ticket: Ticket, order: Order, context: OrderEventContext): TicketEvent | undefined {
  const { by: actor, now, types, policy, newId } = context;
  const names = orderDifference(ticket.order, order).filter((name) => order[name] !== undefined);
  if (names.length === 0) return undefined;
  const members: readonly (keyof Order)[] = [...names, 'version', 'facts'];
  const changed = Object.fromEntries(
    members.flatMap((name) => (order[name] === undefined ? [] : [[name, order[name]]])),
  ) as Partial<Order>;
  const [fact, more] = order.facts?.filter(({ toldAtMs }) => toldAtMs === now) ?? [];
  const by: ActorRef = { party: actor.party, accountId: actor.accountId, name: actor.name };
  const base = { id: newId(), kind: 'order-fact-recorded', atMs: now, by } as const;
  const type = types.get(ticket.type);
  const draft = withChange(ticket, { order: changed });
  const path = type && orderPath(type, draft, policy);
  const moved = path
    ? moveTo(alongPath(path), type, ticket, draft, (key) => startDeadline(type, key, now, policy, draft.order))
    : {};
  const status = displayStatus(withChange(draft, moved));
  const entry: HistoryEntry = {
    ...base,
    command: 'record-order',
    fields: fact && !more ? { fact: fact.fact, atMs: fact.atMs } : { fact: 'amended' },
    ...(status === displayStatus(ticket) ? {} : { status }),
  };
  return {
    ...base,
    schema: SCHEMA_VERSION,
    ticketId: ticket.id,
    version: ticket.version + 1,
    change: { ...moved, order: changed },
    entry,
  };
}
