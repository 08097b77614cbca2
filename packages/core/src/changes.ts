/**
 * What has changed between two views of a ticket, what is new to a reader, and the buyer's other tickets. It loads nothing else, with any bundler.
 *
 * @packageDocumentation
 */
export { otherTickets } from './list/other-tickets.js';
export { changesSince, newsFor } from './wire/changes.js';
