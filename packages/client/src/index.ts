/**
 * One account's live view of its after-sales tickets: stores, transport and outbox, without any user interface.
 *
 * @packageDocumentation
 */
export { actionsOf } from './actions-of.js';
export { createClient } from './client.js';
export type * from './client.types.js';
export { MAX_BATCH } from './model/outbox-entry.js';
export { formOf, requestDraft } from './outbox/entries.js';
export { indexedDbStorage } from './storage/indexed-db-storage.js';
export { memoryStorage } from './storage/memory-storage.js';
export { httpTransport, type HttpTransportOptions, type StreamRefused } from './transport/http.js';
