import { type Hint, LOOK_MS } from '../bus/bus.js';
import type { ServerContext } from '../context/context.js';
import { FEED_STREAM } from '../storage/streams.js';
import type { WebhookOptions } from '../context/webhook-ports.js';
import { leaseMs, WebhookWorker } from './worker.js';

/** When it looks again after a fault, in milliseconds. */
const AGAIN_MS = 1_000;
/** Maximum number of merchants of which it is remembered that there is nothing to do. */
const MOST_KNOWN = 10_000;
/** With so many addresses at work in a process, the others wait, or go to another process. */
const MOST_WORKING = 64;

/** Sends webhooks. */
export interface WebhookSender {
  /** Handles a hint of this or another server. */
  onHint(hint: Hint): void;
  /** Sends what has become due. Costs nothing if nothing has. */
  onTime(): void;
  /** Sends everything that is due now. */
  sendDue(): Promise<void>;
  /** Waits for what is on its way, and starts nothing more. */
  stop(): Promise<void>;
}

interface Working {
  readonly worker: WebhookWorker;
  readonly done: Promise<void>;
}

/** Creates the sender of a server process. It knows when the next webhook is due, and reads the database only then, or after a hint. */
export function createWebhookSender(
  context: ServerContext,
  options: WebhookOptions,
  { shared }: { readonly shared: boolean },
): WebhookSender {
  const { store, clock, node, report } = context;
  const lookMs = shared ? LOOK_MS.shared : LOOK_MS.alone;
  const working = new Map<string, Working>();
  /** Merchants for whom there may be work. */
  const hinted = new Set<string>();
  /** Merchants with nothing to do here, and until when that is taken for true: without webhooks, or with stopped, held or leased ones. */
  const quiet = new Map<string, number>();
  let leases = 0;
  let nextAtMs = -Infinity;
  let lookedAtMs = -Infinity;
  let passing: Promise<void> | undefined;
  let stopped = false;

  async function claim(merchantId: string): Promise<number> {
    const now = clock.now();
    // Another name each time: a worker whose lease has ended must not take another one's for its own.
    const lease = `${node}/${++leases}`;
    const claimed = await store.claimWebhooks(merchantId, lease, now, now + leaseMs(options));
    for (const { id } of claimed) start(merchantId, id, lease);
    if (claimed.length > 0) quiet.delete(merchantId);
    else if (!hasWorkers(merchantId)) await rest(merchantId, now);
    return claimed.length;
  }

  /** Remembers until when there is nothing to do for a merchant. */
  async function rest(merchantId: string, now: number): Promise<void> {
    const times = (await store.listWebhooks(merchantId)).map(({ stopped, holdUntilMs, lease }) =>
      stopped ? Infinity : Math.max(holdUntilMs, lease?.untilMs ?? 0),
    );
    const untilMs = Math.min(now + lookMs, ...times);
    if (untilMs <= now) return;
    if (quiet.size >= MOST_KNOWN) quiet.clear();
    quiet.set(merchantId, untilMs);
  }

  function start(merchantId: string, id: string, lease: string): void {
    const key = JSON.stringify([merchantId, id]);
    const known = working.get(key);
    if (known) {
      known.worker.renew(lease);
      return;
    }
    const worker = new WebhookWorker(context, options, { merchantId, id }, lease);
    const end = (next: number) => {
      working.delete(key);
      nextAtMs = Math.min(nextAtMs, next);
      // A hint may have come after its last look.
      if (worker.hinted) hinted.add(merchantId);
      // Others may have waited for room.
      if (worker.hinted || working.size === MOST_WORKING - 1) pass();
    };
    const done = worker.run().then(end, (error: unknown) => {
      report(error);
      end(clock.now() + leaseMs(options));
    });
    working.set(key, { worker, done });
  }

  const hasRoom = () => working.size < MOST_WORKING;
  const hasWorkers = (merchantId: string) =>
    [...working.values()].some(({ worker }) => worker.merchantId === merchantId);

  /** Looks for work at all merchants. @returns those with work now */
  async function look(): Promise<readonly string[]> {
    const now = clock.now();
    lookedAtMs = now;
    nextAtMs = Infinity;
    const work = await store.webhookWork(now);
    nextAtMs = Math.min(nextAtMs, work.nextAtMs ?? Infinity);
    return work.merchantIds;
  }

  const isTime = () => {
    const now = clock.now();
    // A clock that was set back is no reason to wait.
    return now >= nextAtMs || now - lookedAtMs >= lookMs || now < lookedAtMs;
  };

  /** Handles hints, and what is due, once for all who ask meanwhile. */
  function pass(): void {
    if (stopped) return;
    passing ??= (async () => {
      try {
        while (!stopped && hasRoom() && (hinted.size > 0 || isTime())) {
          if (isTime()) for (const merchantId of await look()) hinted.add(merchantId);
          for (const merchantId of [...hinted]) {
            if (!hasRoom()) break;
            hinted.delete(merchantId);
            await claim(merchantId);
          }
        }
      } catch (error) {
        report(error);
        nextAtMs = Math.min(nextAtMs, clock.now() + AGAIN_MS);
      } finally {
        passing = undefined;
      }
    })();
  }

  return {
    onHint(hint) {
      const isFeed = hint.kind === 'stream' && hint.stream === FEED_STREAM;
      if (!isFeed && hint.kind !== 'webhooks') return;
      const { merchantId } = hint;
      if (hint.kind === 'webhooks') quiet.delete(merchantId);
      for (const { worker } of working.values()) if (worker.merchantId === merchantId) worker.onHint();
      if ((quiet.get(merchantId) ?? 0) > clock.now()) return;
      hinted.add(merchantId);
      pass();
    },
    onTime() {
      if (isTime()) pass();
    },
    async sendDue() {
      for (let found = 1; found > 0 && !stopped;) {
        await passing;
        found = 0;
        for (const merchantId of await look()) {
          if (!hasRoom()) await Promise.race([...working.values()].map(({ done }) => done));
          found += await claim(merchantId);
        }
        found += working.size;
        await Promise.all([...working.values()].map(({ done }) => done));
      }
    },
    async stop() {
      stopped = true;
      for (const { worker } of working.values()) worker.stop();
      await passing;
      await Promise.all([...working.values()].map(({ done }) => done));
    },
  };
}
