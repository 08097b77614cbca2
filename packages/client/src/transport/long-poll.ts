import type { TransportFrame } from './transport.types.js';

/** The server's answer to a long poll: see `EventPage` of `@sidecard/core/wire`. */
interface Page {
  readonly frames: readonly TransportFrame[];
  readonly poll?: string;
  readonly serverTimeMs: number;
}

/** How long the server waits for a frame, in seconds: as long as a stream is silent. */
const WAIT_S = 15;
/** The first answer comes at once. */
const FIRST_ANSWER_MS = 10_000;
/** An answer that brings nothing takes longer. */
const EARLY_MS = 1000;
/** How many answers in a row may be of no use before the reader ends, as a stream that cannot be kept. */
const MAX_USELESS = 2;
/** As long as a stream may be silent. */
const ANSWER_MS = 5000 + WAIT_S * 1000;

/** Sends a request for events. @returns the answer's status, and its JSON or `undefined` */
export type Ask = (
  path: string,
  lastEventId: string | undefined,
  limitMs: number,
) => Promise<{ readonly status: number; readonly body: unknown }>;

/**
 * Reads the event stream by long polls: the same frames, and a comment after each answer. Ends when the server does not know its own reader
 * again and again, as one of several without affinity, or answers without waiting: the next attempt follows after a pause.
 *
 * @param monotonic - milliseconds since any moment
 * @throws as `Transport.events` does
 */
export async function* longPoll(
  lastEventId: string | undefined,
  ask: Ask,
  monotonic: () => number,
): AsyncGenerator<TransportFrame, void, undefined> {
  let poll: string | undefined;
  let after = lastEventId;
  let useless = 0;
  do {
    const askedAt = monotonic();
    const isFirst = poll === undefined;
    const query = isFirst ? '' : `?${new URLSearchParams({ poll: poll ?? '', wait: String(WAIT_S) })}`;
    const answer = await ask(`/v1/events${query}`, after, isFirst ? FIRST_ANSWER_MS : ANSWER_MS);
    const { status, body } = answer;
    // The token may have expired meanwhile: as if a stream had ended.
    if (status === 401 && !isFirst) return;
    if (status !== 200 || !isPage(body))
      throw Object.assign(new Error(`No events: HTTP ${status}.`), answer, { body: body ?? null });
    for (const frame of body.frames) {
      yield frame.event === 'ready' ? { ...frame, polled: true } : frame;
      // If the server knows the reader no more, it goes on from here.
      after = frame.id ?? after;
    }
    yield { event: 'comment', data: body.serverTimeMs };
    poll = body.poll;
    const { frames } = body;
    const isUseless = frames.length > 0 ? frames[0]?.event === 'ready' : monotonic() - askedAt < EARLY_MS;
    useless = isUseless && !isFirst ? useless + 1 : 0;
  } while (poll !== undefined && useless < MAX_USELESS);
}

function isPage(body: unknown): body is Page {
  const { frames, poll } = (body ?? {}) as Readonly<Record<string, unknown>>;
  const isFrame = (frame: unknown): boolean => typeof (frame as Partial<TransportFrame> | null)?.event === 'string';
  return Array.isArray(frames) && frames.every(isFrame) && ['string', 'undefined'].includes(typeof poll);
}
