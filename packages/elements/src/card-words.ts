/**
 * What a card says, as text: for a backend that shows tickets where there are no elements. It needs no DOM. `@sidecard/exporters` makes
 * messages of it.
 *
 * @packageDocumentation
 */
export { type CardWords, cardWords, type CardWordsOptions } from './card/card-words.js';
