import type { Hint } from '../bus/bus.js';
import type { ServerContext } from '../context/context.js';
import { FEED_STREAM } from '../storage/streams.js';
import { problem } from '../wire/problem.js';

/** Maximum number of requests that wait for a shop's feed in this process. One reader needs one. */
const MAX_WAITING = 8;

/** A request that waits for lines of a feed. */
interface Waiting {
  /** It has read the log up to this line. */
  readonly seq: number;
  readonly wake: () => void;
}

/** The requests that wait for cards and replies of a shop's feed. */
export class FeedReaders {
  readonly #store: ServerContext['store'];
  readonly #waiting = new Map<string, Set<Waiting>>();
  #closed = false;

  constructor({ store }: Pick<ServerContext, 'store'>) {
    this.#store = store;
  }

  /**
   * Waits until a feed has lines after `seq`. Resolves early if the request is aborted or the server stops.
   *
   * @param ms - the longest wait, in milliseconds
   * @throws ProblemError `rate-limited`
   */
  async wait(merchantId: string, seq: number, { ms, signal }: { readonly ms: number; readonly signal: AbortSignal }) {
    if (this.#closed || signal.aborted || ms <= 0) return;
    const waiting = this.#waiting.get(merchantId) ?? new Set();
    if (waiting.size >= MAX_WAITING) throw problem('rate-limited', {}, { 'Retry-After': '5' });
    let wake = (): void => undefined;
    const woken = new Promise<void>((resolve) => (wake = resolve));
    const one = { seq, wake };
    this.#waiting.set(merchantId, waiting.add(one));
    const timer = setTimeout(wake, ms);
    signal.addEventListener('abort', wake);
    try {
      // A line may have come between the reader's last read and this.
      await this.#check(merchantId);
      await woken;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', wake);
      waiting.delete(one);
      if (waiting.size === 0 && this.#waiting.get(merchantId) === waiting) this.#waiting.delete(merchantId);
    }
  }

  /** Whether the server has stopped. */
  get closed(): boolean {
    return this.#closed;
  }

  /** Handles a hint of this or another server. */
  onHint(hint: Hint): void {
    if (hint.kind === 'stream' && hint.stream === FEED_STREAM) this.#reached(hint.merchantId, hint.seq);
  }

  /** Finds what hints have missed. */
  async sweep(): Promise<void> {
    if (this.#waiting.size > 0) await this.#check(...this.#waiting.keys());
  }

  /** Ends every wait. */
  close(): void {
    this.#closed = true;
    for (const waiting of this.#waiting.values()) for (const { wake } of waiting) wake();
  }

  async #check(...merchantIds: readonly string[]): Promise<void> {
    const heads = await this.#store.streamSeqs(merchantIds.map((merchantId) => ({ merchantId, stream: FEED_STREAM })));
    for (const { merchantId, seq } of heads) this.#reached(merchantId, seq);
  }

  #reached(merchantId: string, head: number): void {
    for (const { seq, wake } of this.#waiting.get(merchantId) ?? []) if (seq < head) wake();
  }
}
