/**
 * Warns before the deadlines that an account has to meet. An entry of its own, because pages that do not warn need not load it.
 *
 * @packageDocumentation
 */
export { type DeadlineWatch, type NearDeadline, watchDeadlines } from './watch-deadlines.js';
