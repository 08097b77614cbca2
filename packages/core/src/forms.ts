/**
 * What forms need besides `@sidecard/core/panel`: parsing and validating values, and the preview of a message. It loads nothing else, with
 * any bundler.
 *
 * @packageDocumentation
 */
export { tidyLine, tidyText } from './values/as-written.js';
export { fractionDigits } from './values/currency.js';
export { parseMoney } from './values/parse-money.js';
export { countGraphemes, MAX_CODE_UNITS } from './values/text.js';
export { checkFields, cleanFields } from './fields/check.js';
export { limitsOfPart } from './fields/part.js';
export { compose } from './machine/compose.js';
