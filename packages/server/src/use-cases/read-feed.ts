import type { FeedEvent, FeedPage } from '@sidecard/core/wire';
import type { MessengerPrincipal } from '../context/ports.js';
import type { ServerContext } from '../context/context.js';
import { eventIdOf, parseEventSource } from '../deliveries/feed-events.js';
import { readPosts } from '../deliveries/posts.js';
import { readTicketEvents } from '../deliveries/ticket-events.js';
import type { LogLine, StreamHead, StreamRef } from '../storage/records.js';
import { cursorOf, FEED_STREAM, parseCursor } from '../storage/streams.js';
import type { FeedReaders } from '../streams/feed-readers.js';
import { problem } from '../wire/problem.js';

/** How much of the log one request reads through where everything was acknowledged: so many pages, or so long, in milliseconds. */
const MOST_PAGES = 40;
const LONGEST_MS = 1_000;

/** What a reader of the feed asks for. */
export interface FeedQuery {
  /** The `cursor` of a page. Without it, the feed starts where the log does, seven days ago. */
  readonly after?: string | undefined;
  readonly limit: number;
  /** Whether to tell what happened to tickets, too. */
  readonly events: boolean;
  /** How long to wait if there is no post, in milliseconds. */
  readonly waitMs: number;
  /** Ends the wait. */
  readonly signal: AbortSignal;
}

/**
 * Reads cards and replies that nobody has acknowledged, and events if asked for, in the order of their commits. Waits for one if there is none. An empty page
 * may come early, with a cursor to go on at: after a long stretch of acknowledged ones.
 *
 * @throws ProblemError `cursor-expired`, `rate-limited`
 */
export async function readFeed(
  context: ServerContext,
  readers: FeedReaders,
  { merchantId, expiresAtMs }: MessengerPrincipal,
  { after, limit, events: withEvents, waitMs, signal }: FeedQuery,
): Promise<FeedPage> {
  const { store, clock, newId } = context;
  const feed: StreamRef = { merchantId, stream: FEED_STREAM };
  const head = await store.streamHead(feed, newId);
  const untilMs = Math.min(Date.now() + waitMs, Date.now() + expiresAtMs - clock.now());
  let seq = startOf(head, after);
  let pages = 0;
  let readUntilMs = Date.now() + LONGEST_MS;
  for (;;) {
    const lines = await store.readLog(feed, seq, limit);
    // The log was cut while the reader was away from it.
    if (lines[0] && lines[0].seq !== seq + 1) throw problem('cursor-expired');
    seq = lines.at(-1)?.seq ?? seq;
    const ids = lines.flatMap(({ frame, messageId }) => (frame === 'delivery' && messageId ? messageId : []));
    const posts = await readPosts(context, merchantId, ids);
    const events = withEvents ? await readEvents(context, merchantId, head.epoch, lines) : [];
    const page = { posts, ...(withEvents ? { events } : {}), cursor: cursorOf({ epoch: head.epoch, seq }) };
    if (posts.length > 0 || events.length > 0) return page;
    const ms = untilMs - Date.now();
    const ends = signal.aborted || readers.closed;
    const goesOn = lines.length > 0 ? ++pages < MOST_PAGES && Date.now() < readUntilMs : ms > 0;
    if (ends || !goesOn) return page;
    if (lines.length > 0) continue;
    await readers.wait(merchantId, seq, { ms, signal });
    pages = 0;
    readUntilMs = Date.now() + LONGEST_MS;
  }
}

async function readEvents(
  context: ServerContext,
  merchantId: string,
  epoch: string,
  lines: readonly LogLine[],
): Promise<readonly FeedEvent[]> {
  const refs = lines.flatMap(({ frame, seq, ticketId, messageId = '', atMs }) => {
    const source = frame === 'event' ? parseEventSource(messageId) : undefined;
    return source ? [{ id: eventIdOf(epoch, seq), ticketId, atMs, ...source }] : [];
  });
  const contents = await readTicketEvents(context, merchantId, refs);
  return refs.flatMap(({ id }, index) => {
    const content = contents[index];
    return content ? [{ ...content, id }] : [];
  });
}

function startOf({ epoch, seq: last, floor }: StreamHead, after: string | undefined): number {
  if (after === undefined) return floor;
  const { epoch: epochThen, seq } = parseCursor(after);
  // Of another database, ahead of a restored one, or older than what is kept.
  if (epochThen !== epoch || seq > last || seq < floor) throw problem('cursor-expired');
  return seq;
}
