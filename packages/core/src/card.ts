/**
 * What shows a card in a chat: how its message is read, and languages. It brings nothing else along, whichever bundler a host has; the rest
 * of the card message is in `@sidecard/core`.
 *
 * @packageDocumentation
 */
export { label, type Labels, type Locale, resolveLocale } from './values/labels.js';
export type { Money } from './values/money.js';
export type { CardMessage, CardSnapshot } from './card/envelope.js';
export { parseCardMessage, type ParsedCard } from './card/parse.js';
