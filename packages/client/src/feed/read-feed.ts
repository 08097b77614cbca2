import { FEED_WAIT_S, type FeedPage, type FeedPost } from '@sidecard/core/wire';
import { browserPorts } from '../ports/browser.js';
import type { Ports } from '../ports/ports.types.js';
import { backoffMs } from '../util/retry-timer.js';
import { feedRequests, pause, type FeedRequestOptions } from './requests.js';

export { FeedRefused } from './requests.js';

/** With so many posts that were not done, no more are read until some are. */
const MOST_HELD = 500;

/** What {@link readFeed} takes. */
export interface FeedOptions extends FeedRequestOptions {
  /** Maximum number of posts per request, from 1 to 200. @default 50 */
  readonly limit?: number;
}

/** A card or reply to post to the conversation `conversationId`, under the id `messageId`. */
export type OpenPost = FeedPost & {
  /**
   * Tells the server that the chat has the message, so that it comes to nobody again. Resolves when the server knows, which may take as
   * long as it cannot be reached.
   */
  done(): Promise<void>;
};

/** Posts, one at a time. Ends when `signal` is aborted. */
export type Feed = AsyncGenerator<OpenPost, void, undefined>;

/** A ticket with a post that was not done. Its later posts wait, so that they stay in order. */
interface Held {
  readonly posts: FeedPost[];
  attempts: number;
  dueAtMs: number;
}

/**
 * Reads a shop's feed: every card and reply that nobody has acknowledged, at least once, and those of one ticket in order. Post each under
 * its `messageId`, then call `done()`. A post whose `done` was not called comes again, after a while that grows to 30 seconds; the later
 * posts of its ticket wait for it, those of other tickets do not. While 500 posts wait, no others are read.
 *
 * ```ts
 * for await (const post of readFeed({ url, token })) {
 *   try {
 *     await chat.post(post.conversationId, post.messageId, post.kind === 'card' ? post.message.text : post.text);
 *     await post.done();
 *   } catch (error) {
 *     // It comes again. Thrown out of the loop, the error would end the feed.
 *     console.error(error);
 *   }
 * }
 * ```
 *
 * A post that the process did not acknowledge before it ended comes again when it starts. So the chat must keep one message per `messageId`.
 *
 * @throws {FeedRefused} if the server refuses the token or the request. Outages are waited for
 */
export function readFeed(options: FeedOptions): Feed {
  return readFeedWith(browserPorts, options);
}

/** Reads a feed with other clocks and timers: see {@link readFeed}. */
export async function* readFeedWith(ports: Ports, { limit = 50, ...options }: FeedOptions): Feed {
  const { get, acknowledge, signal } = feedRequests(ports, options);
  const held = new Map<string, Held>();
  let cursor: string | undefined;

  /** Gives a post. @returns whether it was done */
  function* give(post: FeedPost): Generator<OpenPost, boolean, undefined> {
    let done = false;
    yield {
      ...post,
      done: async () => {
        await acknowledge(post.deliveryId);
        done = true;
      },
    };
    return done;
  }

  while (!signal.aborted) {
    for (const [ticketId, waiting] of [...held]) {
      if (waiting.dueAtMs > ports.monotonic()) continue;
      for (let [first] = waiting.posts; first && (yield* give(first)); [first] = waiting.posts) {
        if (signal.aborted) return;
        waiting.posts.shift();
        waiting.attempts = 0;
      }
      if (signal.aborted) return;
      if (waiting.posts.length === 0) held.delete(ticketId);
      else waiting.dueAtMs = ports.monotonic() + backoffMs(ports, waiting.attempts++);
    }
    const all = [...held.values()];
    const dueInMs = Math.max(0, Math.min(...all.map(({ dueAtMs }) => dueAtMs - ports.monotonic())));
    if (all.reduce((sum, { posts }) => sum + posts.length, 0) >= MOST_HELD) {
      await pause(ports, dueInMs, signal);
      continue;
    }
    // Rounded up: a wait of 0 seconds would be asked for again and again until the post is due.
    const wait = Math.ceil(Math.min(FEED_WAIT_S, dueInMs / 1000));
    const page: FeedPage | undefined = await get(cursor, limit, wait);
    if (!page) {
      // The database was restored, or the cursor is too old. What was given and not done comes again.
      cursor = undefined;
      held.clear();
      continue;
    }
    cursor = page.cursor;
    for (const post of page.posts) {
      if (signal.aborted) return;
      const waiting = held.get(post.ticketId);
      if (waiting) waiting.posts.push(post);
      else if (!(yield* give(post)))
        held.set(post.ticketId, { posts: [post], attempts: 1, dueAtMs: ports.monotonic() + backoffMs(ports, 0) });
    }
  }
}
