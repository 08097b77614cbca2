import { type ConcurrencyLimits, DEFAULT_CONCURRENCY_LIMITS } from '../context/limits.js';
import type { Principal } from '../context/ports.js';
import { problem } from '../wire/problem.js';
import { receiveBody } from './body.js';
import { SENDERS } from './senders.js';

/** Requests that stay open, or wait for a file or the host rather than for the database. They have limits of their own. */
const UNCOUNTED = /^\/v1\/(events|feed|attachments(\/.*)?|orders\/[^/]+\/request-options)$/;

/**
 * How long a buyer with waiting requests rests after each, as a multiple of how long that took, and at most in milliseconds: others come
 * first, however many the buyer sends. Shops and backends have much to send.
 */
const REST = { times: 4, mostMs: 1_000 };

/** Runs a request when its body has come and it is its sender's turn: a body that comes slowly, or never, keeps nobody waiting. */
export type InTurn = (request: Request, path: string, principal: Principal, run: () => Promise<void>) => Promise<void>;

/** The requests of one account. */
interface AccountQueue {
  running: number;
  readonly waiting: (() => void)[];
}

/**
 * Lets few requests of one account run at once, in the order they came. What one account asks of the database at any moment is thus bounded,
 * however much it sends, and others' requests come in between.
 *
 * @returns throws ProblemError `rate-limited` if too many wait already
 * @throws {TypeError} if a limit lets nothing run
 */
export function queueByAccount(limits: Partial<ConcurrencyLimits> = {}): InTurn {
  const all = { ...DEFAULT_CONCURRENCY_LIMITS, ...limits };
  for (const [name, limit] of Object.entries(all)) {
    if (!(limit >= 1)) throw new TypeError(`limits.concurrency.${name} must be at least 1.`);
  }
  const queues = new Map<string, AccountQueue>();
  return async (request, path, { party, merchantId, accountId }, run) => {
    if (UNCOUNTED.test(path)) return run();
    const key = JSON.stringify([merchantId, party, accountId]);
    const mustHaveRoom = () => {
      if ((queues.get(key)?.waiting.length ?? 0) < all.waiting) return;
      throw problem('rate-limited', {}, { 'Retry-After': '1' });
    };
    const handOn = (from: AccountQueue) => {
      const next = from.waiting.shift();
      if (next) next();
      else if (--from.running === 0) queues.delete(key);
    };
    mustHaveRoom();
    await receiveBody(request, party);
    mustHaveRoom();
    const queue = queues.get(key) ?? { running: 0, waiting: [] };
    queues.set(key, queue);
    // A finished request hands its place on.
    if (queue.running >= all[SENDERS[party]]) await new Promise<void>((resolve) => queue.waiting.push(resolve));
    else queue.running++;
    const beganAtMs = performance.now();
    try {
      await run();
    } finally {
      const restMs = Math.min((performance.now() - beganAtMs) * REST.times, REST.mostMs);
      if (party === 'buyer' && queue.waiting.length > 0) setTimeout(handOn, restMs, queue);
      else handOn(queue);
    }
  };
}
