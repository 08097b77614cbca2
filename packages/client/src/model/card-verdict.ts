/**
 * What a check of a card's signature says. `valid`: the server of this client has signed exactly this message, for this shop. `invalid`: there is no
 * signature, or one that is not the server's, or is over another message. `unknown`: it cannot be checked now (the server does not publish such a
 * key, it is out of reach, or the page is no secure context and has no Web Crypto).
 */
export type CardVerdict = 'valid' | 'invalid' | 'unknown';
