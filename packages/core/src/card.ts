/**
 * What a chat needs to show a card: parsing its message, and languages. It loads nothing else, with any bundler; the rest of the card
 * message is in `@sidecard/core`.
 *
 * @packageDocumentation
 */
export { fractionDigits } from './values/currency.js';
export { label, type Labels, type Locale, resolveLocale } from './values/labels.js';
export type { Money } from './values/money.js';
export type { Asked } from './card/asked.js';
export type { CardMessage, CardSnapshot } from './card/envelope.js';
export { parseCardMessage, type ParsedCard } from './card/parse.js';
