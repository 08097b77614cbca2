import type { FeedPage, FeedPost } from '@sidecard/core/wire';
import { backoffMs } from '../util/retry-timer.js';
import { feedRequests, type FeedRequestOptions } from './requests.js';

export { FeedRefused } from './requests.js';

/** Longest wait of one request, in seconds. The server allows no more. */
const WAIT_S = 25;

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
 * posts of its ticket wait for it, those of other tickets do not.
 *
 * ```ts
 * for await (const post of readFeed({ url, token })) {
 *   await chat.post(post.conversationId, post.messageId, post.kind === 'card' ? post.message.text : post.text);
 *   await post.done();
 * }
 * ```
 *
 * A post that the process did not acknowledge before it ended comes again when it starts. So the chat must keep one message per `messageId`.
 *
 * @throws {FeedRefused} if the server refuses the token or the request. Outages are waited for
 */
export async function* readFeed({ limit = 50, ...options }: FeedOptions): Feed {
  const { get, acknowledge, signal } = feedRequests(options);
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
      if (waiting.dueAtMs > Date.now()) continue;
      const [first] = waiting.posts;
      if (first && (yield* give(first))) {
        waiting.posts.shift();
        waiting.attempts = 0;
      } else {
        waiting.dueAtMs = Date.now() + backoffMs(waiting.attempts++);
      }
      if (waiting.posts.length === 0) held.delete(ticketId);
      if (signal.aborted) return;
    }
    const dueInMs = Math.min(...[...held.values()].map(({ dueAtMs }) => dueAtMs - Date.now()));
    const wait = Math.floor(Math.max(0, Math.min(WAIT_S, dueInMs / 1000)));
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
        held.set(post.ticketId, { posts: [post], attempts: 1, dueAtMs: Date.now() + backoffMs(0) });
    }
  }
}
