/**
 * What forms add to `@sidecard/core/panel`: how values are read and checked, the preview of a message. It brings
 * nothing else along, whichever bundler a host has.
 *
 * @packageDocumentation
 */
export { fractionDigits, parseMoney } from './values/money.js';
export { countGraphemes, MAX_CODE_UNITS } from './values/text.js';
export { checkFields, cleanFields } from './fields/check.js';
export { compose } from './machine/compose.js';
