/** The only shop of a simulation. */
export const MERCHANT = 'shop-1';
/** Begins the names of the buyers' conversations. */
export const BUYER_CONVERSATION = 'chat-';
/** Where the servers are, behind a balancer. */
export const SERVER_URL = 'https://sidecard.test';

/** What a host throws whose chat takes no message. */
export const CHAT_IS_DOWN = 'The chat does not take it.';
