/**
 * Sidecard's authoritative backend as one Fetch-API handler. What needs Node is in `@sidecard/server/node`.
 *
 * @packageDocumentation
 */
export { createSidecardServer } from './create-server.js';
export type { HandlerOptions, ServerOptions, SidecardServer } from './options.js';
export type { Clock, OrderLookup, PolicyLookup, Principal, Verify } from './context/ports.js';
export { verifyJwt, type VerifyJwtOptions } from './accounts/verify-jwt.js';
export type { Bus, Hint } from './bus/bus.js';
export { createMemoryBus } from './bus/memory-bus.js';
export { httpOrders, type HttpOrdersOptions } from './orders/http-orders.js';
export type { SidecardDatabase } from './storage/kysely/database.js';
export { createKyselyStore } from './storage/kysely/store.js';
export type * from './storage/records.js';
export type * from './storage/store.js';
