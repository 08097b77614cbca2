/**
 * The protocol version, for a client's first request, the actions of one account, how long a presence lasts, and which pictures a server takes. It loads nothing
 * else, with any bundler; the rest of the protocol is in `@sidecard/core/wire`.
 *
 * @packageDocumentation
 */
export { actionsWith } from './machine/action.js';
export { PRESENCE_MS } from './team/presence.js';
export { KNOWS_RELATED, PROTOCOL_VERSION } from './wire/capabilities.js';
export { MAX_PICTURE_BYTES, PICTURE_TYPES } from './wire/pictures.js';
