/**
 * Reads the cards and replies that a shop's chat is to show, for a backend that posts them itself. It runs wherever there is `fetch`.
 *
 * @packageDocumentation
 */
export { type Feed, type FeedOptions, FeedRefused, type OpenPost, readFeed } from './feed/read-feed.js';
