/**
 * What a card message's signature covers. It brings nothing else along, whichever bundler a host has.
 *
 * @packageDocumentation
 */
export { canonicalCard, readSignedCard, type SignedCard } from './card/signed.js';
