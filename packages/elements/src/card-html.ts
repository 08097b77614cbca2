/**
 * A card as HTML, for servers that render pages: a declarative shadow root, which browsers show before any script has loaded. It needs no DOM.
 *
 * @packageDocumentation
 */
export { cardHtml, type CardHtmlOptions } from './card/card-html.js';
