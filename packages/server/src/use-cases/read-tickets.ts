import { historyEntryFor, historyKindsFor, threadAccess, threadFor } from '@sidecard/core/server';
import type { HistoryPage, StaffThread, TicketAnswer, TicketPage } from '@sidecard/core/wire';
import type { RequestContext, ServerContext } from '../context/context.js';
import type { TicketFilter } from '../storage/records.js';
import { cursorOf } from '../storage/streams.js';
import { nextPage } from '../tickets/next-page.js';
import { messageViewFor } from '../tickets/views.js';
import { invalidPart, problem } from '../wire/problem.js';
import { viewOf } from './answers.js';
import { permissionMissing } from './refusal.js';

/** Lists the account's tickets, latest change first, with the matching cursor. */
export function listTickets(
  context: ServerContext,
  request: RequestContext,
  filter: Omit<TicketFilter, 'merchantId' | 'buyerId'>,
): Promise<TicketPage> {
  const { merchantId, buyerId } = request;
  return context.store.snapshot(async (reads) => {
    const head = await reads.streamHead(request, context.newId);
    // Read one more, to know whether there is a next page.
    const found = await reads.listTickets({ ...filter, merchantId, buyerId, limit: filter.limit + 1 });
    const tickets = found.slice(0, filter.limit);
    const orderIds = tickets.map(({ order }) => order.id);
    const byOrder = await reads.ticketsOfOrders(merchantId, orderIds);
    return {
      tickets: tickets.map((ticket) => {
        const related = byOrder.filter((other) => other.order.id === ticket.order.id && other.id !== ticket.id);
        return viewOf(context, request, ticket, related);
      }),
      ...nextPage(found, filter.limit),
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

/**
 * Reads a page of a ticket's history, as in the account's projection.
 *
 * @param before - id of an entry that the account may read; returns earlier entries. @default the latest ones
 * @throws ProblemError `not-found`, and `body-invalid` if `before` is not such an entry
 */
export function readHistory(
  context: ServerContext,
  request: RequestContext,
  ticketId: string,
  { before, limit }: { readonly before: string | undefined; readonly limit: number },
): Promise<HistoryPage> {
  const { merchantId, audience } = request;
  return context.store.snapshot(async (reads) => {
    if (!(await reads.findTicket(request, ticketId))) throw problem('not-found');
    // Read one more, to know whether there is an earlier page.
    const filter = { kinds: historyKindsFor(audience), before, limit: limit + 1 };
    const found = await reads.readHistory({ merchantId, ticketId }, filter);
    if (!found) throw invalidPart('before', 'Must be the id of an entry of the history.');
    const page = found.slice(0, limit).reverse();
    const [first] = page;
    return {
      entries: page.map((entry) => historyEntryFor(entry, audience)),
      ...(first && found.length > limit ? { next: first.id } : {}),
    };
  });
}

/**
 * Reads the part of a ticket's staff thread that the account may read (R25).
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
