/**
 * Conformance tests for stores on other databases. They run in any test runner.
 *
 * @packageDocumentation
 */
import type { Store } from '../storage/store.js';
import { accountChecks } from './accounts.js';
import { archiveChecks } from './archive.js';
import { auditChecks } from './audit.js';
import { attachmentChecks } from './attachments.js';
import { commitChecks } from './commits.js';
import { erasureChecks } from './erasure.js';
import { deliveryChecks } from './deliveries.js';
import { listChecks } from './lists.js';
import { noteChecks } from './notes.js';
import { templateChecks } from './templates.js';
import { ticketChecks } from './tickets.js';
import { webhookChecks } from './webhooks.js';

/** A requirement of the port. */
export interface StoreCheck {
  readonly title: string;
  /** Rejects if the store violates it. Uses merchants of its own, so checks can share a store. */
  readonly run: (store: Store) => Promise<void>;
}

/**
 * All requirements of the port that can be tested from outside.
 *
 * @example
 * for (const { title, run } of STORE_CHECKS) it(title, () => run(store));
 */
export const STORE_CHECKS: readonly StoreCheck[] = Object.entries({
  ...commitChecks,
  ...ticketChecks,
  ...listChecks,
  ...deliveryChecks,
  ...accountChecks,
  ...attachmentChecks,
  ...noteChecks,
  ...templateChecks,
  ...archiveChecks,
  ...auditChecks,
  ...erasureChecks,
  ...webhookChecks,
}).map(([title, run]) => ({ title, run }));
