/**
 * The protocol version, for a client's first request, the actions of one account, and how long a presence lasts. It loads nothing else, with any bundler; the rest of
 * the protocol is in `@sidecard/core/wire`.
 *
 * @packageDocumentation
 */
export { actionsWith } from './machine/action.js';
export { PRESENCE_MS } from './team/presence.js';
export { PROTOCOL_VERSION } from './wire/capabilities.js';
