import { LIST_SORTS, LIST_VIEWS, QUEUES } from '@sidecard/core/list';
import type { ListSort, ListView, TicketFilter } from '@sidecard/core/wire';

/** The tickets of a page of the workbench: a view in an order, and more filters. */
export type ListFilter = TicketFilter & { readonly view: ListView; readonly sort: ListSort };

/** Members of a filter to set; `undefined` removes one. */
export type ListChange = { readonly [Member in keyof ListFilter]?: ListFilter[Member] | undefined };

/** A page of the workbench. */
export type WorkbenchAddress =
  | { readonly page: 'list'; readonly filter: ListFilter }
  | { readonly page: 'task'; readonly ticketId: string; readonly filter: ListFilter }
  | { readonly page: 'archive' | 'accounts' | 'unknown'; readonly filter: ListFilter };

/** What a workbench shows at first: what is due next. */
export const FIRST_LIST: ListFilter = { view: 'open', sort: 'deadline' };

/** Members of a filter that are written as they are. */
const WORDS = ['type', 'owner', 'buyerId', 'orderId', 'conversationId', 'search'] as const;
const TIMES = ['openedFromMs', 'openedBeforeMs'] as const;
/** Longest value that is read from an address, in characters. */
const LONGEST = 200;

/**
 * Reads the address of a page, such as `/needs-answer?queue=logistics` or `/tickets/T1?view=mine`. It comes from the host's URL, so anybody
 * can have written it: unknown parameters and values are left out.
 */
export function parseAddress(path: string): WorkbenchAddress {
  const mark = path.indexOf('?');
  const query = new URLSearchParams(mark < 0 ? '' : path.slice(mark + 1));
  const [first = '', second, ...rest] = (mark < 0 ? path : path.slice(0, mark)).split('/').filter(Boolean);
  const filter = readFilter(query, isView(first) ? first : query.get('view'));
  if (rest.length > 0) return { page: 'unknown', filter };
  if (first === 'tickets' && second !== undefined) {
    const ticketId = decode(second);
    return ticketId ? { page: 'task', ticketId, filter } : { page: 'unknown', filter };
  }
  if (second !== undefined) return { page: 'unknown', filter };
  if (first === 'archive' || first === 'accounts') return { page: first, filter };
  return first === '' || isView(first) ? { page: 'list', filter } : { page: 'unknown', filter };
}

/** Writes the address of a page; {@link parseAddress} reads it. */
export function formatAddress(address: WorkbenchAddress): string {
  const { page, filter } = address;
  const query = new URLSearchParams();
  if (page === 'archive' || page === 'accounts') return `/${page}`;
  if (page === 'task' && filter.view !== FIRST_LIST.view) query.set('view', filter.view);
  if (filter.queue !== undefined) query.set('queue', filter.queue);
  for (const name of WORDS) if (filter[name] !== undefined) query.set(name, filter[name]);
  for (const name of TIMES) if (filter[name] !== undefined) query.set(name, String(filter[name]));
  if (filter.sort !== sortOf(filter.view)) query.set('sort', filter.sort);
  const text = query.toString();
  const path = page === 'task' ? `/tickets/${encodeURIComponent(address.ticketId)}` : `/${filter.view}`;
  return text ? `${path}?${text}` : path;
}

/** Whether two filters select the same tickets in the same order. */
export function sameFilter(one: ListFilter, other: ListFilter): boolean {
  return formatAddress({ page: 'list', filter: one }) === formatAddress({ page: 'list', filter: other });
}

/** The order that a list has unless the reader chooses another: what has ended has no deadline. */
export function sortOf(view: ListView): ListSort {
  return view === 'resolved' ? 'changed' : 'deadline';
}

function readFilter(query: URLSearchParams, view: string | null): ListFilter {
  const filter: { -readonly [Member in keyof ListFilter]: ListFilter[Member] } = { ...FIRST_LIST };
  if (view !== null && isView(view)) filter.view = view;
  filter.sort = LIST_SORTS.find((sort) => sort === query.get('sort')) ?? sortOf(filter.view);
  const queue = QUEUES.find((one) => one === query.get('queue'));
  if (queue !== undefined) filter.queue = queue;
  for (const name of WORDS) {
    const value = query.get(name)?.trim();
    if (value && value.length <= LONGEST) filter[name] = value;
  }
  for (const name of TIMES) {
    const value = query.get(name);
    if (value !== null && /^\d{1,15}$/.test(value)) filter[name] = Number(value);
  }
  return filter;
}

function isView(text: string): text is ListView {
  return (LIST_VIEWS as readonly string[]).includes(text);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
