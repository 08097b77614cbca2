import { DEFAULT_REQUEST_LIMITS, type RequestLimits } from '../context/limits.js';
import type { Principal } from '../context/ports.js';
import { budgetOf } from '../wire/limited.js';
import { problem } from '../wire/problem.js';
import { SENDERS } from './senders.js';
import { mustBeBudget, TokenBuckets } from './token-buckets.js';

/** Refuses a request beyond its sender's budget. */
export type LimitRequest = (request: { readonly method: string; readonly path: string }, principal: Principal) => void;

/**
 * Creates the limits of requests, for this process.
 *
 * @param now - a clock in milliseconds, of any beginning
 * @returns throws ProblemError `rate-limited`
 * @throws {TypeError} if a budget would never let a request pass
 */
export function limitRequests(limits: Partial<RequestLimits>, now: () => number): LimitRequest {
  const all = { ...DEFAULT_REQUEST_LIMITS, ...limits };
  for (const [sender, { writes, reads }] of Object.entries(all)) {
    mustBeBudget(writes, `limits.requests.${sender}.writes`);
    mustBeBudget(reads, `limits.requests.${sender}.reads`);
  }
  const buckets = new TokenBuckets(now);
  return ({ method, path }, { party, merchantId, accountId }) => {
    const kind = budgetOf(method, path);
    if (!kind) return;
    const key = (...parts: readonly string[]) => JSON.stringify([kind, merchantId, party, ...parts]);
    const waitMs = buckets.take([
      [key(accountId), all[SENDERS[party]][kind]],
      // By party, so that a buyer learns nothing of how much the others do.
      [key(), all.merchant[kind]],
    ]);
    if (waitMs === 0) return;
    throw problem('rate-limited', {}, { 'Retry-After': String(Math.ceil(waitMs / 1000)) });
  };
}
