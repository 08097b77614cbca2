import type { Queue } from '../machine/ticket-type.js';
import { deadlineStage, shownDeadline } from '../model/deadlines.js';
import { isOpen, moveOf, type Side } from '../model/states.js';
import type { Ticket } from '../model/ticket.js';
import type { TicketSummary } from './summary.js';

/**
 * Views of a list, by what the reader has to do:
 *
 * - `open`: tickets that have not ended.
 * - `needs-answer`: open ones that wait for the reader’s side, also for evidence that the platform asked for.
 * - `due-soon`: those of `needs-answer` whose deadline has used up its first 75 %, or is over.
 * - `mine`: open ones that the account owns.
 * - `intervening`: open ones in which the platform intervenes.
 * - `waiting-for-buyer`: open ones that wait for the buyer.
 * - `resolved`: tickets that have ended, however.
 */
export const LIST_VIEWS = [
  'open',
  'needs-answer',
  'due-soon',
  'mine',
  'intervening',
  'waiting-for-buyer',
  'resolved',
] as const;
export type ListView = (typeof LIST_VIEWS)[number];

/**
 * Orders of a list: `deadline` is the earliest first and tickets without one last, `changed` the latest change first, `opened` the newest
 * ticket first.
 */
export const LIST_SORTS = ['deadline', 'changed', 'opened'] as const;
export type ListSort = (typeof LIST_SORTS)[number];

/** Which tickets a list has, and in which order. */
export interface TicketFilter {
  /** @default every ticket */
  readonly view?: ListView;
  /** Only tickets of the types of this queue. */
  readonly queue?: Queue;
  readonly type?: string;
  /** Only tickets that this account owns: `me`, or an account’s id. `nobody`: those without a claim. See {@link ownerOf}. */
  readonly owner?: string;
  readonly buyerId?: string;
  readonly orderId?: string;
  readonly conversationId?: string;
  /** Opened at this time or later, in milliseconds since the Unix epoch. */
  readonly openedFromMs?: number;
  /** Opened before this time. */
  readonly openedBeforeMs?: number;
  /** Words and numbers; see `searchQuery`. */
  readonly search?: string;
  /** @default 'changed' */
  readonly sort?: ListSort;
}

/** Who reads a list, and when. */
export interface ListReader {
  readonly accountId: string;
  /** Whose turn and deadlines come first. */
  readonly side: Side | 'staff';
  /** By the server’s clock. */
  readonly nowMs: number;
}

/** What lists are filtered and sorted by: part of a ticket’s summary. */
export type ListedTicket = Pick<
  TicketSummary,
  | 'ticketId'
  | 'type'
  | 'queue'
  | 'conversationId'
  | 'workflow'
  | 'intervention'
  | 'moveOf'
  | 'deadline'
  | 'claim'
  | 'handledBy'
  | 'createdAtMs'
  | 'updatedAtMs'
> & { readonly order: { readonly id: string }; readonly buyer: { readonly id: string } };

/** Returns what lists are filtered and sorted by, as a reader sees it; its queue depends on the server's types. */
export function listedOf(ticket: Ticket, side: Side | 'staff'): ListedTicket {
  const { type, conversationId, workflow, intervention, claim, handledBy, createdAtMs, updatedAtMs, order } = ticket;
  const turn = moveOf(ticket);
  const deadline = shownDeadline(ticket, side);
  return {
    ...{ ticketId: ticket.id, type, conversationId, workflow, intervention, createdAtMs, updatedAtMs },
    ...{ order, buyer: order.buyer },
    ...(turn ? { moveOf: turn } : {}),
    ...(deadline ? { deadline } : {}),
    ...(side !== 'staff' && claim ? { claim } : {}),
    ...(side !== 'staff' && handledBy ? { handledBy } : {}),
  };
}

/** Returns the account that owns a ticket: the one that has claimed it, else the one that handled it last. */
export function ownerOf({ claim, handledBy }: Pick<ListedTicket, 'claim' | 'handledBy'>): string | undefined {
  return claim?.accountId ?? handledBy?.accountId;
}

/** Whether an open ticket waits for a side: it is its turn, or it runs out of time for the evidence that the platform asked for. */
export function waitsFor(
  side: Side | 'staff',
  { workflow, intervention, moveOf, deadline }: Pick<ListedTicket, 'workflow' | 'intervention' | 'moveOf' | 'deadline'>,
): boolean {
  return isOpen(workflow) && (moveOf === side || (intervention !== 'none' && deadline?.of === side));
}

/** Whether a list has a ticket, apart from `search`, which `matchesSearch` answers. */
export function matchesFilter(ticket: ListedTicket, filter: TicketFilter, reader: ListReader): boolean {
  const { view, queue, type, owner, buyerId, orderId, conversationId } = filter;
  const named = (wanted: string | undefined, value: string | undefined) => wanted === undefined || wanted === value;
  return (
    (view === undefined || isIn(view, ticket, reader)) &&
    (owner === undefined || isOwnedBy(owner, ticket, reader)) &&
    named(queue, ticket.queue) &&
    named(type, ticket.type) &&
    named(buyerId, ticket.buyer.id) &&
    named(orderId, ticket.order.id) &&
    named(conversationId, ticket.conversationId) &&
    ticket.createdAtMs >= (filter.openedFromMs ?? -Infinity) &&
    ticket.createdAtMs < (filter.openedBeforeMs ?? Infinity)
  );
}

function isIn(view: ListView, ticket: ListedTicket, { accountId, side, nowMs }: ListReader): boolean {
  const open = isOpen(ticket.workflow);
  switch (view) {
    case 'open':
      return open;
    case 'needs-answer':
      return waitsFor(side, ticket);
    case 'due-soon': {
      const { deadline } = ticket;
      return waitsFor(side, ticket) && deadline !== undefined && deadlineStage(deadline, nowMs) !== 'calm';
    }
    case 'mine':
      return open && ownerOf(ticket) === accountId;
    case 'intervening':
      return open && ticket.intervention !== 'none';
    case 'waiting-for-buyer':
      return open && ticket.moveOf === 'buyer';
    case 'resolved':
      return !open;
  }
}

function isOwnedBy(owner: string, ticket: ListedTicket, { accountId }: ListReader): boolean {
  if (owner === 'nobody') return ticket.claim === undefined;
  return ownerOf(ticket) === (owner === 'me' ? accountId : owner);
}

/** What a list is sorted by. */
export type SortedTicket = Pick<ListedTicket, 'ticketId' | 'deadline' | 'createdAtMs' | 'updatedAtMs'>;

/** Returns the time by which a list is sorted, in milliseconds since the Unix epoch; without a deadline, one that no deadline reaches. */
export function sortKeyOf(sort: ListSort, ticket: SortedTicket): number {
  if (sort === 'deadline') return ticket.deadline?.dueAtMs ?? Number.MAX_SAFE_INTEGER;
  return sort === 'changed' ? ticket.updatedAtMs : ticket.createdAtMs;
}

/** Returns the comparison of a list’s order, for `sort`. Tickets of the same time are in the order of their ids. */
export function compareBy(sort: ListSort): (a: SortedTicket, b: SortedTicket) => number {
  const direction = sort === 'deadline' ? 1 : -1;
  return (a, b) => direction * (compare(sortKeyOf(sort, a), sortKeyOf(sort, b)) || compare(a.ticketId, b.ticketId));
}

function compare<Key extends string | number>(a: Key, b: Key): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
