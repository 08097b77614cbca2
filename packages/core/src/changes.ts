/**
 * What has changed between two views of a ticket. It brings nothing else along, whichever bundler a host has.
 *
 * @packageDocumentation
 */
export { changesSince } from './wire/changes.js';
