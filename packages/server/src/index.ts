/**
 * Sidecard's authoritative backend as one Fetch-API handler. What needs Node is in `@sidecard/server/node`.
 *
 * @packageDocumentation
 */
export { createSidecardServer } from './server.js';
export type { Clock, OrderLookup, PolicyLookup, ServerOptions, SidecardDatabase, SidecardServer } from './options.js';
export { verifyJwt, type VerifyJwtOptions } from './auth/verify-jwt.js';
export type { Principal, Verify } from './auth/principal.js';
export type { Bus, Hint } from './bus/bus.js';
export { createMemoryBus } from './bus/memory-bus.js';
export { httpOrders, type HttpOrdersOptions } from './orders/http-orders.js';
