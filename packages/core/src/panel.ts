/**
 * What the first part of the task panel needs besides `@sidecard/core/card`. It loads nothing else, with any bundler; forms use
 * `@sidecard/core/forms`.
 *
 * @packageDocumentation
 */
export { isDay } from './values/day.js';
export { isMoney } from './values/money.js';
export { isIds } from './values/unknown.js';
export { addressLine } from './model/address-line.js';
export { deadlineStage, readMinutes, shownDeadline } from './model/deadlines.js';
export { INTERVENTION_STATES, isOpen } from './model/states.js';
export { PERMISSION_MISSING } from './machine/action.js';
export { deadlineRule } from './machine/deadlines.js';
export { transitionOf } from './machine/description.js';
export { shownIntervention } from './machine/shown-intervention.js';
export { shownPayment } from './machine/shown-payment.js';
export { commitment } from './types/parts/commitment-field.js';
export { arrangeActions } from './wire/action-layout.js';
