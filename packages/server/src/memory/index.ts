/**
 * The real server on an in-memory store, for demos, stories and your own tests, in Node and in browsers.
 *
 * @packageDocumentation
 */
export {
  createMemoryBackend,
  type MemoryBackend,
  type MemoryBackendOptions,
  type MemoryConnection,
  type MemoryIdentity,
} from './backend.js';
export { SAMPLE_AGENT, SAMPLE_BUYER, SAMPLE_STAFF, sampleOrder, sampleRequest } from './sample.js';
export { createMemoryAttachments } from '../attachments/memory-storage.js';
export { createMapsStore, type MapsStore } from '../storage/maps/store.js';
