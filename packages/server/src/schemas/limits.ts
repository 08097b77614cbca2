import * as v from 'valibot';
import { closed } from './parts.js';

const above0 = v.pipe(v.number(), v.finite(), v.gtValue(0));
const count = v.pipe(v.number(), v.integer(), v.minValue(1));
const budget = closed({ burst: count, perSecond: above0 });
const budgets = v.exactOptional(closed({ writes: budget, reads: budget }));

/** Limits of a server, each of which may be missing. */
export const serverLimits = closed({
  requests: v.exactOptional(
    v.union([v.literal('none'), closed({ buyer: budgets, account: budgets, backend: budgets, merchant: budgets })]),
  ),
  concurrency: v.exactOptional(
    closed({
      buyer: v.exactOptional(count),
      account: v.exactOptional(count),
      backend: v.exactOptional(count),
      waiting: v.exactOptional(count),
    }),
  ),
  streams: v.exactOptional(
    closed({
      perAccount: v.exactOptional(count),
      perMerchant: v.exactOptional(count),
      perProcess: v.exactOptional(count),
    }),
  ),
});
