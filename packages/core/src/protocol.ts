/**
 * The protocol version, for a client's first request, and the actions of one account. It loads nothing else, with any bundler; the rest of
 * the protocol is in `@sidecard/core/wire`.
 *
 * @packageDocumentation
 */
export { actionsWith } from './machine/action.js';
export { PROTOCOL_VERSION } from './wire/capabilities.js';
