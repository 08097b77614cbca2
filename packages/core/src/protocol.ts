/**
 * The version of the protocol, for a client's first request, and the actions of one account. It brings nothing else along, whichever bundler a host has; the rest of the
 * protocol is in `@sidecard/core/wire`.
 *
 * @packageDocumentation
 */
export { actionsWith } from './machine/action.js';
export { PROTOCOL_VERSION } from './wire/capabilities.js';
