import type { WebhookFailure } from '@sidecard/core/wire';
import type { Webhook, WebhookDelivery } from '../storage/webhook-records.js';
import { FAILURES_TO_SLOW, FEWEST_ATTEMPTS, GIVE_UP_MS, pauseAfter } from './retry.js';

/** How an attempt ended. */
export type Attempt =
  | { readonly kind: 'answered'; readonly status: number; readonly retryAfter?: string | undefined }
  | { readonly kind: 'unanswered'; readonly failure: Exclude<WebhookFailure, 'status'> }
  /** There was nothing to tell any more. */
  | { readonly kind: 'dropped' }
  /** What to send could not be read. */
  | { readonly kind: 'unread' };

/** An address and a delivery after an attempt, and what it counts as. */
export interface Outcome {
  readonly webhook: Webhook;
  readonly delivery: WebhookDelivery;
  readonly counts: 'delivered' | 'failed' | 'gave-up' | 'dropped';
}

/** What an address is like that has not failed. */
export const MENDED = { failures: 0, failingSinceMs: undefined, holdUntilMs: 0 } as const;

/** Applies an attempt. */
export function afterAttempt(webhook: Webhook, delivery: WebhookDelivery, attempt: Attempt, nowMs: number): Outcome {
  if (attempt.kind === 'dropped') {
    return { webhook, delivery: { ...delivery, state: 'dropped' }, counts: 'dropped' };
  }
  const attempts = delivery.attempts + 1;
  const isOld = attempts >= FEWEST_ATTEMPTS && nowMs - delivery.sinceMs >= GIVE_UP_MS;
  const later = (retryAfter?: string): Partial<WebhookDelivery> =>
    isOld ? { state: 'failed' } : { nextAtMs: nowMs + pauseAfter(attempts, retryAfter) };
  const counts = isOld ? 'gave-up' : 'failed';
  // That is no fault of the address.
  if (attempt.kind === 'unread') return { webhook, delivery: { ...delivery, attempts, ...later() }, counts };
  const status = attempt.kind === 'answered' ? attempt.status : undefined;
  const last = { atMs: nowMs, ...(status === undefined ? {} : { status }) };
  if (status !== undefined && status >= 200 && status < 300) {
    return {
      webhook: { ...webhook, ...MENDED },
      delivery: { ...delivery, state: 'delivered', attempts, last },
      counts: 'delivered',
    };
  }
  const failure = attempt.kind === 'answered' ? 'status' : attempt.failure;
  const retryAfter = attempt.kind === 'answered' ? attempt.retryAfter : undefined;
  return {
    webhook: failed(webhook, status, nowMs),
    delivery: { ...delivery, attempts, last: { ...last, failure }, ...later(retryAfter) },
    counts,
  };
}

function failed(webhook: Webhook, status: number | undefined, nowMs: number): Webhook {
  const failures = webhook.failures + 1;
  const failingSinceMs = webhook.failingSinceMs ?? nowMs;
  const isFailing = failures >= FEWEST_ATTEMPTS && nowMs - failingSinceMs >= GIVE_UP_MS;
  const reason = status === 410 ? 'gone' : isFailing ? 'failing' : undefined;
  const slow = failures - FAILURES_TO_SLOW;
  return {
    ...{ ...webhook, failures, failingSinceMs },
    ...(reason && !webhook.stopped ? { stopped: { reason, atMs: nowMs } } : {}),
    ...(slow >= 0 ? { holdUntilMs: nowMs + pauseAfter(slow + 1) } : {}),
  };
}
