import type { Bus, Hint } from '../bus/bus.js';
import { type Budgets, DEFAULT_REQUEST_LIMITS, type RequestLimits } from '../context/limits.js';
import type { Principal } from '../context/ports.js';
import { budgetOf } from '../wire/limited.js';
import { problem } from '../wire/problem.js';
import { SENDERS } from './senders.js';
import { mustBeBudget, TokenBuckets } from './token-buckets.js';

/** Refuses requests beyond their sender's budget. */
export interface LimitRequests {
  /** @throws ProblemError `rate-limited` */
  readonly limit: (request: { readonly method: string; readonly path: string }, principal: Principal) => void;
  /** Counts what another server has let pass. */
  readonly onHint: (hint: Hint) => void;
}

/** What `limits.requests: 'none'` makes. */
export const UNLIMITED: LimitRequests = { limit: () => undefined, onHint: () => undefined };

/** Whose budget: one account's, or without `accountId`, that of all of a party at a merchant together. */
interface Of {
  readonly budget: keyof Budgets;
  readonly merchantId: string;
  readonly party: Principal['party'];
  readonly accountId?: string;
}

/** Another release may know other parties. */
const isOf = (hint: { readonly budget: string; readonly party: string }): hint is Of =>
  Object.hasOwn(SENDERS, hint.party) && Object.hasOwn(DEFAULT_REQUEST_LIMITS.merchant, hint.budget);

/**
 * Creates the limits of requests. Servers with a bus tell each other of senders who ask much, so that a budget is that of all of them together.
 *
 * @param now - a clock in milliseconds, of any beginning
 * @param node - names this server
 * @throws {TypeError} if a budget would never let a request pass
 */
export function limitRequests(
  limits: Partial<RequestLimits>,
  { now, bus, node }: { readonly now: () => number; readonly bus: Bus; readonly node: string },
): LimitRequests {
  const all = { ...DEFAULT_REQUEST_LIMITS, ...limits };
  for (const [sender, { writes, reads }] of Object.entries(all)) {
    mustBeBudget(writes, `limits.requests.${sender}.writes`);
    mustBeBudget(reads, `limits.requests.${sender}.reads`);
  }
  const buckets = new TokenBuckets<Of>({
    now,
    keyOf: ({ budget, merchantId, party, accountId }) => JSON.stringify([budget, merchantId, party, accountId]),
    budgetOf: ({ budget, party, accountId }) => all[accountId === undefined ? 'merchant' : SENDERS[party]][budget],
    tell: (of, count) => bus.publish({ kind: 'requests', node, count, ...of }),
  });
  return {
    limit({ method, path }, { party, merchantId, accountId }) {
      const budget = budgetOf(method, path);
      if (!budget) return;
      // By party, so that a buyer learns nothing of how much the others do.
      const everyone = { budget, merchantId, party };
      const waitMs = buckets.take([{ ...everyone, accountId }, everyone]);
      if (waitMs === 0) return;
      throw problem('rate-limited', {}, { 'Retry-After': String(Math.ceil(waitMs / 1000)) });
    },
    onHint(hint) {
      if (hint.kind === 'requests' && hint.node !== node && isOf(hint)) buckets.charge(hint, hint.count);
    },
  };
}
