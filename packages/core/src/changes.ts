/**
 * What has changed between two views of a ticket. It loads nothing else, with any bundler.
 *
 * @packageDocumentation
 */
export { changesSince } from './wire/changes.js';
