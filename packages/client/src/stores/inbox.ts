import type { Stream } from '../stream/stream.js';
import type { Api } from '../transport/api.js';
import { isObject } from '../transport/checks.js';
import type { RetryTimer } from '../util/retry-timer.js';

/** Number of message ids remembered as delivered. Older deliveries were acknowledged long ago. */
const REMEMBERED = 1000;

/** Cards or replies for the host. Each is delivered at least once: again after a reconnect, until the handler's promise fulfils. */
export interface Inbox<Delivery> {
  /**
   * @param handler - shows or posts the delivery under its `messageId`; make it idempotent. If it resolves, the delivery is acknowledged;
   *   if it throws, the delivery is repeated. Its first error is reported as an uncaught one is: `reportError`, in Node `console.error`.
   * @returns a function that unsubscribes
   */
  subscribe(handler: (delivery: Delivery) => unknown): () => void;
}

/** The store behind an {@link Inbox}. */
export interface InboxStore<Delivery> {
  readonly inbox: Inbox<Delivery>;
  /** Adds a delivery from the stream, once. */
  readonly add: (delivery: Delivery) => void;
  /** Drops undelivered entries. The server sends them again to their account. */
  readonly reset: () => void;
}

/** What {@link createInbox} takes. */
export interface InboxOptions {
  readonly api: Api;
  readonly retryTimer: RetryTimer;
  readonly closed: AbortSignal;
  readonly stream: Pick<Stream, 'retain'>;
  /** Called when the server has an acknowledgement. */
  readonly onAcknowledged: (deliveryId: string) => void;
}

interface InboxEntry<Delivery> {
  readonly delivery: Delivery;
  failures: number;
  /** Failed, and waiting for the next attempt. */
  backingOff: boolean;
}

/** Creates an empty inbox. */
export function createInbox<Delivery extends { readonly deliveryId: string; readonly messageId: string }>({
  api,
  retryTimer,
  closed,
  stream,
  onAcknowledged,
}: InboxOptions): InboxStore<Delivery> {
  const waiting = new Map<string, InboxEntry<Delivery>>();
  const delivered = new Set<string>();
  const handlers = new Set<(delivery: Delivery) => unknown>();
  let running = false;
  /** Counts accounts: work started for one is not finished for the next. */
  let epoch = 0;

  /** Delivers one at a time. A failed one is retried later and does not block the others. */
  async function run(): Promise<void> {
    if (running) return;
    running = true;
    for (;;) {
      const entry = [...waiting.values()].find(({ backingOff }) => !backingOff);
      if (!entry || handlers.size === 0 || closed.aborted) break;
      const { deliveryId, messageId } = entry.delivery;
      const epochAtStart = epoch;
      // A message that arrives again in another delivery is acknowledged but not shown again.
      const done = delivered.has(messageId) || (await deliver(entry));
      if (epochAtStart !== epoch) continue;
      if (done) remember(messageId);
      if (done && (await acknowledge(deliveryId))) waiting.delete(deliveryId);
      else void retryLater(entry);
    }
    running = false;
  }

  async function retryLater(entry: InboxEntry<Delivery>): Promise<void> {
    entry.backingOff = true;
    await retryTimer.wait(retryTimer.backoffMs(entry.failures++));
    entry.backingOff = false;
    void run();
  }

  function remember(messageId: string): void {
    delivered.add(messageId);
    const [oldest] = delivered;
    if (delivered.size > REMEMBERED && oldest !== undefined) delivered.delete(oldest);
  }

  /** @returns whether the server has the acknowledgement, or no longer wants it */
  async function acknowledge(deliveryId: string): Promise<boolean> {
    const path = `/v1/deliveries/${encodeURIComponent(deliveryId)}/ack`;
    const answer = await api({ method: 'POST', path, body: {} }, isObject);
    if (answer.ok) onAcknowledged(deliveryId);
    return answer.ok || !answer.retryable;
  }

  async function deliver({ delivery, failures }: InboxEntry<Delivery>): Promise<boolean> {
    const epochAtStart = epoch;
    try {
      for (const handler of [...handlers]) {
        if (epochAtStart === epoch) await handler(delivery);
      }
      return handlers.size > 0;
    } catch (error) {
      // The delivery is repeated, and its first failure reported like an error that nobody caught. Node has no `reportError`.
      if (failures === 0) (typeof reportError === 'function' ? reportError : console.error)(error);
      return false;
    }
  }

  return {
    inbox: {
      subscribe(handler) {
        // A new function, so that subscribing the same handler twice creates two subscriptions.
        const subscription = (delivery: Delivery): unknown => handler(delivery);
        handlers.add(subscription);
        const release = stream.retain();
        void run();
        return () => {
          handlers.delete(subscription);
          release();
        };
      },
    },
    add(delivery) {
      const { deliveryId } = delivery;
      if (!waiting.has(deliveryId)) waiting.set(deliveryId, { delivery, failures: 0, backingOff: false });
      void run();
    },
    reset() {
      epoch++;
      waiting.clear();
      delivered.clear();
    },
  };
}
