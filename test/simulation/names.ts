/** The only shop of a simulation. */
export const MERCHANT = 'shop-1';
/** Begins the names of the buyers' conversations. */
export const BUYER_CONVERSATION = 'chat-';
/** Where the servers are, behind a balancer. */
export const SERVER_URL = 'https://sidecard.test';
