/**
 * What has changed between two views of a ticket, and what is new to a reader. It loads nothing else, with any bundler.
 *
 * @packageDocumentation
 */
export { changesSince, newsFor } from './wire/changes.js';
