import { countQueues as countByQueue, threadAccess, threadFor } from '@sidecard/core/server';
import type { QueuesAnswer, StaffThread, TicketAnswer, TicketPage } from '@sidecard/core/wire';
import type { RequestContext, ServerContext } from '../context/context.js';
import type { TicketFilter } from '../storage/records.js';
import { cursorOf } from '../storage/streams.js';
import { messageViewFor } from '../tickets/views.js';
import { problem } from '../wire/problem.js';
import { viewOf } from './answers.js';
import { permissionMissing } from './refusal.js';

/** How many tickets a page has by default. */
export const DEFAULT_LIMIT = 50;
/** The most tickets of one page. */
export const MAX_LIMIT = 200;

/** Lists the caller's tickets, newest change first, with the cursor that the page agrees with. */
export function listTickets(
  context: ServerContext,
  request: RequestContext,
  filter: Omit<TicketFilter, 'merchantId' | 'buyerId'>,
): Promise<TicketPage> {
  const { merchantId, buyerId } = request;
  return context.store.snapshot(async (reads) => {
    const head = await reads.streamHead(request, context.newId);
    // One more, to know whether there is a next page.
    const found = await reads.listTickets({ ...filter, merchantId, buyerId, limit: filter.limit + 1 });
    const tickets = found.slice(0, filter.limit);
    const orderIds = tickets.map(({ order }) => order.id);
    const byOrder = await reads.ticketsOfOrders(merchantId, orderIds);
    const [last] = tickets.slice(-1);
    return {
      tickets: tickets.map((ticket) => {
        const related = byOrder.filter((other) => other.order.id === ticket.order.id && other.id !== ticket.id);
        return viewOf(context, request, ticket, related);
      }),
      ...(last && found.length > filter.limit ? { next: `${last.updatedAtMs}.${last.id}` } : {}),
      cursor: cursorOf(head),
    };
  });
}

/**
 * Reads one ticket.
 *
 * @throws ProblemError `not-found`
 */
export function readTicket(context: ServerContext, request: RequestContext, ticketId: string): Promise<TicketAnswer> {
  return context.store.snapshot(async (reads) => {
    const head = await reads.streamHead(request, context.newId);
    const known = await reads.findTicket(request, ticketId);
    if (!known) throw problem('not-found');
    return { ticket: viewOf(context, request, known.found.ticket, known.related), cursor: cursorOf(head) };
  });
}

/** Counts the shop's open tickets by queue (R38, R39). */
export function countQueues(context: ServerContext, request: RequestContext): Promise<QueuesAnswer> {
  return context.store.snapshot(async (reads) => {
    const head = await reads.streamHead(request, context.newId);
    const queues = countByQueue(await reads.countTickets(request.merchantId), context.types);
    return { queues, cursor: cursorOf(head) };
  });
}

/**
 * Reads what the caller may read of a ticket's staff thread (R25).
 *
 * @throws ProblemError `not-found`, `permission-missing`
 */
export function readStaffThread(
  context: ServerContext,
  request: RequestContext,
  ticketId: string,
): Promise<StaffThread> {
  const { merchantId, actor, audience, policy } = request;
  return context.store.snapshot(async (reads) => {
    const head = await reads.streamHead(request, context.newId);
    if (!(await reads.findTicket(request, ticketId))) throw problem('not-found');
    if (!threadAccess(actor, policy)) throw await permissionMissing(reads, request, 'task.handle');
    const messages = await reads.staffThread(merchantId, ticketId);
    return {
      messages: threadFor(messages, actor, policy).map((message) => messageViewFor(message, audience)),
      cursor: cursorOf(head),
    };
  });
}
