/**
 * What forms need besides `@sidecard/core/panel`: parsing and validating values, templates, and the preview of a message. It loads nothing else, with
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
export { NOTE_LIMITS, noteProblem } from './team/notes.js';
export { TEMPLATE_LIMITS, TEMPLATE_VARIABLES, templateProblems, templatesFor } from './templates/template.js';
export { fillTemplate } from './templates/fill.js';
export { MAX_PICTURE_BYTES, PICTURE_TYPES } from './wire/pictures.js';
