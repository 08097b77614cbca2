/**
 * Checks that a store keeps what the port promises, for those who bring another database. Runs in any test runner.
 *
 * @packageDocumentation
 */
import type { Store } from '../storage/store.js';
import { accountChecks } from './accounts.js';
import { commitChecks } from './commits.js';
import { deliveryChecks } from './deliveries.js';
import { ticketChecks } from './tickets.js';

/** One promise of the port. */
export interface StoreCheck {
  readonly title: string;
  /** Rejects when the store does not keep it. Uses merchants of its own, so checks may share a store. */
  readonly run: (store: Store) => Promise<void>;
}

/**
 * Every promise of the port that can be checked from outside.
 *
 * @example
 * for (const { title, run } of STORE_CHECKS) it(title, () => run(store));
 */
export const STORE_CHECKS: readonly StoreCheck[] = Object.entries({
  ...commitChecks,
  ...ticketChecks,
  ...deliveryChecks,
  ...accountChecks,
}).map(([title, run]) => ({ title, run }));
