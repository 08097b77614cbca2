/**
 * The content that a card message's signature covers. It loads nothing else, with any bundler.
 *
 * @packageDocumentation
 */
export { canonicalCard, readSignedCard, type SignedCard } from './card/signed.js';
