import type { Ticket } from '@sidecard/core/authoring';
import { type ListReader, type ListSort, searchQuery, sortKeyOf, type TicketFilter } from '@sidecard/core/list';
import { countQueues as countByQueue, listedOf, summaryFor, typesOf } from '@sidecard/core/server';
import { LIST_VIEWS, type ListView, MAX_COUNT, type QueuesAnswer, type SummaryPage } from '@sidecard/core/wire';
import type { RequestContext, ServerContext } from '../context/context.js';
import type { ListPage } from '../storage/records.js';
import { cursorOf } from '../storage/streams.js';

/** Who reads a shop’s lists: its accounts, and platform staff. */
function readerOf({ clock }: ServerContext, { audience, actor }: RequestContext): ListReader {
  return { accountId: actor.accountId, side: audience === 'staff' ? 'staff' : 'merchant', nowMs: clock.now() };
}

/** Reads a page of a list of tickets, and counts the list. */
export function listSummaries(
  context: ServerContext,
  request: RequestContext,
  { queue, search, sort = 'changed', ...filter }: TicketFilter,
  { after, limit }: Pick<ListPage, 'after' | 'limit'>,
): Promise<SummaryPage> {
  const { types, store, newId } = context;
  const { merchantId, audience, policy } = request;
  const reader = readerOf(context, request);
  const query = {
    ...{ merchantId, filter, reader },
    types: queue && typesOf(queue, types),
    search: search === undefined ? undefined : searchQuery(search),
  };
  return store.snapshot(async (reads) => {
    const head = await reads.streamHead(request, newId);
    // Read one more, to know whether there is a next page, and count one more, to know whether the count is exact.
    const page = { sort, after, limit: limit + 1, countTo: MAX_COUNT + 1 };
    const { tickets: found, total } = await reads.readList(query, page);
    const tickets = found.slice(0, limit);
    const last = found.length > limit ? tickets.at(-1) : undefined;
    return {
      summaries: tickets.map((ticket) => summaryFor(ticket, audience, { types, policy })),
      ...(last ? { next: placeOf(last, sort, reader) } : {}),
      total: Math.min(total, MAX_COUNT),
      ...(total > MAX_COUNT ? { totalIsMore: true } : {}),
      cursor: cursorOf(head),
    };
  });
}

/** The cursor of the page after a ticket. It names the list’s order, because the same number means something else in another. */
function placeOf(ticket: Ticket, sort: ListSort, { side }: ListReader): string {
  return `${sort}.${sortKeyOf(sort, listedOf(ticket, side))}.${ticket.id}`;
}

/** Counts the shop's open tickets by queue (R38, R39), and the tickets of each view of the account. */
export function countTickets(context: ServerContext, request: RequestContext): Promise<QueuesAnswer> {
  const { merchantId } = request;
  const reader = readerOf(context, request);
  return context.store.snapshot(async (reads) => {
    const head = await reads.streamHead(request, context.newId);
    const queues = countByQueue(await reads.countTickets(merchantId, MAX_COUNT), context.types, MAX_COUNT);
    const lists = LIST_VIEWS.map((view) => ({ merchantId, filter: { view }, reader }));
    const counts = await reads.countLists(lists, MAX_COUNT);
    const views = Object.fromEntries(LIST_VIEWS.map((view, index) => [view, counts[index] ?? 0]));
    return { queues, views: views as Record<ListView, number>, cursor: cursorOf(head) };
  });
}
