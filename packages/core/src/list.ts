/**
 * Lists of tickets: rows, filters, orders and search, as server and client share them. It loads nothing else, with any bundler.
 *
 * @packageDocumentation
 */
export {
  compareBy,
  LIST_SORTS,
  LIST_VIEWS,
  type ListedTicket,
  type ListReader,
  type ListSort,
  type ListView,
  matchesFilter,
  ownerOf,
  type SortedTicket,
  sortKeyOf,
  type TicketFilter,
  waitsFor,
} from './list/filter.js';
export {
  matchesSearch,
  MAX_SEARCH_LENGTH,
  MAX_SEARCH_TERMS,
  MAX_SEARCH_WORDS,
  type SearchableTicket,
  type SearchQuery,
  searchQuery,
  searchTermsOf,
} from './list/search.js';
export { summaryOf, type TicketSummary } from './list/summary.js';
export { dueWarning, minutesLeft, nextWarningMs, ownDeadline, WARNING_MINUTES } from './list/warnings.js';
export { QUEUES } from './machine/ticket-type.js';
export { MAX_COUNT } from './wire/wire.js';
