/**
 * Result of verifying a card's signature. `valid`: this client's server has signed exactly this message, for this shop. `invalid`: the
 * signature is missing, is not the server's, or covers another message. `unknown`: it cannot be verified now (the server does not publish
 * the key or cannot be reached, or the page is not a secure context and has no Web Crypto).
 */
export type CardVerdict = 'valid' | 'invalid' | 'unknown';
