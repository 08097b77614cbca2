import {
  type Actor,
  type Audience,
  type Command,
  type CreateTicket,
  type DecideContext,
  type Decision,
  decide,
  decideCreate,
  evolve,
  isOpen,
  budgetChanged,
  type Outcome,
  type Policy,
  project,
  type StaffMessage,
  type Ticket,
  type TicketEvent,
  type TicketTypes,
  scheduledDeadlines,
  type TicketView,
} from '@sidecard/core';
import { newId } from '../ids.js';

/** What the ledger needs to know. */
export interface LedgerOptions {
  readonly types: TicketTypes;
  /** The shop's policy as it is now. */
  readonly policy: () => Policy;
  readonly now: () => number;
  /**
   * Called for everything that happens, in order.
   *
   * @param touched - other tickets of the order that read differently now: less, or more, is left to refund
   */
  readonly onEvent: (event: TicketEvent, ticket: Ticket, touched: readonly Ticket[]) => void;
}

/** The tickets and staff threads of one shop, and what commands do to them. */
export type Ledger = ReturnType<typeof createLedger>;

const SYSTEM: Actor = { party: 'system', accountId: 'system', name: '', permissions: [] };

/** Makes an empty ledger. */
export function createLedger({ types, policy, now, onEvent }: LedgerOptions) {
  const tickets = new Map<string, Ticket>();
  const threads = new Map<string, StaffMessage[]>();

  function context(orderId: string, ticketId = ''): DecideContext {
    return { now: now(), types, policy: policy(), related: relatedTo({ id: ticketId, order: { id: orderId } }), newId };
  }

  function relatedTo({
    id,
    order,
  }: {
    readonly id: string;
    readonly order: { readonly id: string };
  }): readonly Ticket[] {
    return [...tickets.values()].filter((other) => other.order.id === order.id && other.id !== id);
  }

  /** Everything has happened before anything is told: nobody hears of half of it. */
  function commit(events: readonly TicketEvent[]): void {
    const moneyMoved = events.map((event) => {
      const before = tickets.get(event.ticketId);
      const ticket = evolve(before, event);
      tickets.set(ticket.id, ticket);
      if (event.message) threadOf(ticket.id).push(event.message);
      return budgetChanged(before, ticket);
    });
    for (const [index, event] of events.entries()) {
      const ticket = known(event.ticketId);
      onEvent(event, ticket, moneyMoved[index] ? relatedTo(ticket).filter(({ workflow }) => isOpen(workflow)) : []);
    }
  }

  function known(ticketId: string): Ticket {
    const ticket = tickets.get(ticketId);
    if (!ticket) throw new TypeError(`There is no ticket "${ticketId}".`);
    return ticket;
  }

  function threadOf(ticketId: string): StaffMessage[] {
    const thread = threads.get(ticketId) ?? [];
    threads.set(ticketId, thread);
    return thread;
  }

  function create(command: CreateTicket, actor: Actor): Outcome<Ticket> {
    const number = `T${(tickets.size + 1).toString().padStart(6, '0')}`;
    const decision = decideCreate(command, actor, { ...context(command.order.id), number });
    if (!decision.ok) return decision;
    commit(decision.value);
    return { ok: true, value: known(decision.value[0]?.ticketId ?? '') };
  }

  function act(ticket: Ticket, command: Command, actor: Actor): Decision {
    const decision = decide(ticket, command, actor, context(ticket.order.id, ticket.id));
    if (decision.ok) commit([...decision.value, ...(decision.spawned ?? [])]);
    return decision;
  }

  /** Runs what is due, the longest due first, until nothing is. */
  function expire(): void {
    for (;;) {
      const due = [...tickets.values()]
        .flatMap((ticket) => scheduledDeadlines(ticket).map((timer) => ({ ticket, ...timer })))
        .filter(({ dueAtMs }) => dueAtMs <= now())
        .sort((one, other) => one.dueAtMs - other.dueAtMs);
      const done = due.some(({ ticket, key }) => act(ticket, { command: 'expire', choice: key }, SYSTEM).ok);
      if (!done) return;
    }
  }

  function view(ticket: Ticket, audience: Audience): TicketView {
    return project(ticket, audience, context(ticket.order.id, ticket.id));
  }

  return { tickets, threadOf, create, act, expire, view };
}
