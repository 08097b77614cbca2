/**
 * A backend in memory for demonstrations, stories and tests: it runs the rules of `@sidecard/core`, and answers as the server does.
 *
 * @packageDocumentation
 */
export { createMemoryBackend } from './backend.js';
export type { MemoryBackend, MemoryBackendOptions, MemoryIdentity, MemoryTransport } from './memory.types.js';
