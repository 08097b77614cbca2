import type { Ticket } from '@sidecard/core/authoring';
import { compareBy, matchesFilter, matchesSearch, searchTermsOf, type SortedTicket } from '@sidecard/core/list';
import { listedOf } from '@sidecard/core/server';
import type { ListPage, ListQuery } from '../records.js';
import type { TicketReads } from '../store.js';
import type { Sync, Tables } from './tables.js';

/** Reads lists by looking at every ticket of the merchant. */
export function listReads(tables: Tables): Sync<Pick<TicketReads, 'readList' | 'countLists'>> {
  /** The tickets of a list, with what they are sorted by. */
  const listed = ({ merchantId, filter, types, search, reader }: ListQuery) =>
    [...tables.of(merchantId).tickets.values()]
      .map(({ ticket }) => ({ ticket, row: listedOf(ticket, reader.side) }))
      .filter(
        ({ ticket, row }) =>
          matchesFilter(row, filter, reader) &&
          (!types || types.keys.includes(ticket.type) !== types.others) &&
          (!search || matchesSearch(searchTermsOf(ticket), search)),
      );

  return {
    readList(query, { sort, after, limit, countTo }) {
      const compare = compareBy(sort);
      const place = after && placeOf(after);
      const all = listed(query);
      const tickets = all
        .filter(({ row }) => !place || compare(row, place) > 0)
        .sort((a, b) => compare(a.row, b.row))
        .slice(0, limit)
        .map(({ ticket }): Ticket => ticket);
      return { tickets, total: Math.min(countTo, all.length) };
    },
    countLists: (queries, max) => queries.map((query) => Math.min(max, listed(query).length)),
  };
}

/** A place in a list of any order. */
function placeOf({ key, id }: NonNullable<ListPage['after']>): SortedTicket {
  const deadline = { key: '', of: 'merchant', startedAtMs: key, dueAtMs: key } as const;
  return { ticketId: id, deadline, createdAtMs: key, updatedAtMs: key };
}
