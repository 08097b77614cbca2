/**
 * The real server over a store in memory, for demos, stories and your own tests, in Node and in the browser.
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
export { createMapsStore, type MapsStore } from '../storage/maps/store.js';
