import type { Api } from './api.js';
import { backoffMs, type Bell } from './bell.js';
import type { Inbox } from './client.types.js';

/** How many message ids are remembered as handed out; a delivery that is older was acknowledged long ago. */
const REMEMBERED = 1000;

/** Cards or replies between the stream and the host. */
export interface InboxStore<Delivery> {
  readonly inbox: Inbox<Delivery>;
  /** Takes in a delivery that the stream brought; the same again is the same. */
  readonly take: (delivery: Delivery) => void;
  /** Forgets what nobody has taken yet: the server brings it again to whom it belongs. */
  readonly wipe: () => void;
}

/** What an inbox works with. */
export interface InboxOptions {
  readonly api: Api;
  readonly bell: Bell;
  readonly closed: AbortSignal;
  readonly hold: () => () => void;
}

interface Item<Delivery> {
  readonly delivery: Delivery;
  failures: number;
  /** It failed, and waits for its next turn. */
  resting: boolean;
}

/** Makes an empty inbox. */
export function createInbox<Delivery extends { readonly deliveryId: string; readonly messageId: string }>({
  api,
  bell,
  closed,
  hold,
}: InboxOptions): InboxStore<Delivery> {
  const waiting = new Map<string, Item<Delivery>>();
  const handed = new Set<string>();
  const handlers = new Set<(delivery: Delivery) => void | Promise<void>>();
  let running = false;
  /** Counts accounts: what was begun for one is not finished for the next. */
  let turn = 0;

  /** One delivery after the other; one that fails lets the others pass and comes again later. */
  async function run(): Promise<void> {
    if (running) return;
    running = true;
    for (;;) {
      const item = [...waiting.values()].find(({ resting }) => !resting);
      if (!item || handlers.size === 0 || closed.aborted) break;
      const { deliveryId, messageId } = item.delivery;
      const began = turn;
      // A second delivery of one message, by another account's rights, is acknowledged and not shown.
      const done = handed.has(messageId) || (await hand(item.delivery));
      if (began !== turn) continue;
      if (done) remember(messageId);
      if (done && (await acknowledge(deliveryId))) waiting.delete(deliveryId);
      else void rest(item);
    }
    running = false;
  }

  async function rest(item: Item<Delivery>): Promise<void> {
    item.resting = true;
    await bell.wait(backoffMs(item.failures++));
    item.resting = false;
    void run();
  }

  function remember(messageId: string): void {
    handed.add(messageId);
    const [oldest] = handed;
    if (handed.size > REMEMBERED && oldest !== undefined) handed.delete(oldest);
  }

  /** @returns whether the server has heard it, or need not hear it any more */
  async function acknowledge(deliveryId: string): Promise<boolean> {
    const path = `/v1/deliveries/${encodeURIComponent(deliveryId)}/ack`;
    const answer = await api({ method: 'POST', path, body: {} });
    return answer.ok || !answer.again;
  }

  async function hand(delivery: Delivery): Promise<boolean> {
    try {
      for (const handler of [...handlers]) await handler(delivery);
      return handlers.size > 0;
    } catch {
      // The host's fault and not the reader's: it has had its chance to report it, and gets the delivery again.
      return false;
    }
  }

  return {
    inbox: {
      subscribe(handler) {
        // A function of its own, so that the same handler twice is two.
        const own = (delivery: Delivery): void | Promise<void> => handler(delivery);
        handlers.add(own);
        const release = hold();
        void run();
        return () => {
          handlers.delete(own);
          release();
        };
      },
    },
    take(delivery) {
      const { deliveryId } = delivery;
      if (!waiting.has(deliveryId)) waiting.set(deliveryId, { delivery, failures: 0, resting: false });
      void run();
    },
    wipe() {
      turn++;
      waiting.clear();
      handed.clear();
    },
  };
}
