/**
 * Sidecard's authoritative backend as one Fetch handler. Code that needs Node is in `@sidecard/server/node`.
 *
 * @packageDocumentation
 */
export { createSidecardServer } from './create-server.js';
export { mountedAt } from './mounted.js';
export type { HandlerOptions, Retention, ServerOptions, SidecardServer } from './options.js';
export type { RequestEntry, Trace, TracedRequest } from './context/observed.js';
export type {
  Budget,
  Budgets,
  ConcurrencyLimits,
  RequestLimits,
  ServerLimits,
  StreamLimits,
} from './context/limits.js';
export type { Clock, OrderLookup, PolicyLookup, Principal, Verify } from './context/ports.js';
export {
  type WebhookOptions,
  type WebhookRequest,
  type WebhookTransport,
  WebhookUnanswered,
} from './context/webhook-ports.js';
export { TokenRefused } from './accounts/token-refused.js';
export { verifyJwt, type VerifyJwtOptions } from './accounts/verify-jwt.js';
export type {
  AttachmentOptions,
  AttachmentStorage,
  CredentialsReader,
  PictureHeader,
  PictureReader,
  ShownPicture,
} from './attachments/ports.js';
export { s3Attachments, type S3Credentials, S3Error, type S3Options } from './attachments/s3-storage.js';
export type { Bus, Hint } from './bus/bus.js';
export { createMemoryBus } from './bus/memory-bus.js';
export { type ClosableBus, createSharedBus, type SharedBus, type SharedBusOptions } from './bus/shared-bus.js';
export { httpOrders, type HttpOrdersOptions } from './orders/http-orders.js';
export type { Checked } from './schemas/check.js';
export { readShopCommitments } from './schemas/commitments.js';
export { type KnownTypes, readPolicy } from './schemas/policy.js';
export { defineRollout } from './schemas/rollout.js';
export type { ConnectionCounts, SidecardDatabase } from './storage/kysely/database.js';
export { DatabaseNewerError } from './storage/kysely/migrations.js';
export { createKyselyStore } from './storage/kysely/store.js';
export type * from './storage/records.js';
export type * from './storage/store.js';
export type * from './storage/webhook-records.js';
export type * from './storage/webhook-store.js';
