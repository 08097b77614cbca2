/**
 * What a card needs to show a ticket once it has a client. It loads nothing else, with any bundler; the rest of a ticket's view is in
 * `@sidecard/core/wire`.
 *
 * @packageDocumentation
 */
export { deadlineStage, readMinutes, shownDeadline, stageMarks } from './model/deadlines.js';
export { shownIntervention } from './machine/shown-intervention.js';
export { shownPayment } from './machine/shown-payment.js';
export { itemAsked } from './card/asked.js';
export { snapshotOf } from './card/envelope.js';
