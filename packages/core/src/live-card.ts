/**
 * What a card shows of a ticket once it has a client. It brings nothing else along, whichever bundler a host has; the rest of a ticket's
 * view is in `@sidecard/core/wire`.
 *
 * @packageDocumentation
 */
export { deadlineStage, shownDeadline, WARNING_SHARES } from './model/deadlines.js';
export { amountDue } from './machine/budgets.js';
export { snapshotOf } from './card/envelope.js';
