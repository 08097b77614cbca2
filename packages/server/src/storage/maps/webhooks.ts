import type { Store } from '../store.js';
import { FEED_STREAM, webhookWorkOf } from '../streams.js';
import type { Webhook, WebhookDelivery } from '../webhook-records.js';
import type { WebhookReads, WebhookUnit } from '../webhook-store.js';
import { jsonCopy } from './json.js';
import { compare, keyOf, type Sync, type Tables } from './tables.js';

/** Reads webhooks. */
export function webhookReads(tables: Tables): Sync<WebhookReads> {
  const deliveriesOf = (merchantId: string, webhookId: string) =>
    [...tables.of(merchantId).webhookDeliveries.values()].filter((one) => one.webhookId === webhookId);
  return {
    listWebhooks: (merchantId) => [...tables.of(merchantId).webhooks.values()].sort((a, b) => compare(a.id, b.id)),
    listWebhookDeliveries: ({ merchantId, webhookId, state, before, limit }) =>
      deliveriesOf(merchantId, webhookId)
        .filter((one) => (state === undefined || one.state === state) && (before === undefined || one.seq < before))
        .sort((a, b) => b.seq - a.seq)
        .slice(0, limit),
    findWebhookDelivery: (merchantId, webhookId, id) =>
      tables.of(merchantId).webhookDeliveries.get(keyOf(webhookId, id)),
    firstPendingWebhooks(merchantId, webhookId, limit) {
      const waiting = deliveriesOf(merchantId, webhookId).filter(({ state }) => state === 'pending');
      const first = new Map<string, WebhookDelivery>();
      for (const one of waiting) {
        const known = first.get(one.ticketId);
        if (!known || known.seq > one.seq) first.set(one.ticketId, one);
      }
      return {
        first: [...first.values()].sort((a, b) => a.nextAtMs - b.nextAtMs || a.seq - b.seq).slice(0, limit),
        pending: waiting.length,
      };
    },
  };
}

/** Changes webhooks: each write waits in `staged`. */
export function webhookUnit(tables: Tables, staged: (() => void)[]): Sync<WebhookUnit> {
  const put = (webhook: Webhook) => {
    staged.push(() => tables.of(webhook.merchantId).webhooks.set(webhook.id, jsonCopy(webhook)));
  };
  return {
    lockWebhook: (merchantId, id) => tables.of(merchantId).webhooks.get(id),
    addWebhook: put,
    putWebhook: put,
    dropWebhook(merchantId, id) {
      staged.push(() => {
        const { webhooks, webhookDeliveries } = tables.of(merchantId);
        webhooks.delete(id);
        for (const [key, { webhookId }] of webhookDeliveries) if (webhookId === id) webhookDeliveries.delete(key);
      });
    },
    putWebhookDeliveries(merchantId, deliveries) {
      staged.push(() => {
        const { webhookDeliveries } = tables.of(merchantId);
        for (const one of deliveries) webhookDeliveries.set(keyOf(one.webhookId, one.id), jsonCopy(one));
      });
    },
    renewWebhookDeliveries(merchantId, webhookId, nowMs) {
      staged.push(() => {
        const { webhookDeliveries } = tables.of(merchantId);
        for (const [key, one] of webhookDeliveries) {
          if (one.webhookId !== webhookId || one.state !== 'pending') continue;
          webhookDeliveries.set(key, { ...one, nextAtMs: nowMs, sinceMs: nowMs });
        }
      });
    },
  };
}

/** Finds and distributes work. */
export function webhookQueue(tables: Tables): Sync<Pick<Store, 'webhookWork' | 'claimWebhooks'>> {
  const isBehind = ({ merchantId, seq }: Webhook) => seq < (tables.of(merchantId).streams.get(FEED_STREAM)?.seq ?? 0);
  const notBeforeMs = ({ holdUntilMs, lease }: Webhook) => Math.max(holdUntilMs, lease?.untilMs ?? 0);
  return {
    webhookWork: (nowMs) =>
      webhookWorkOf(
        [...tables.merchants.values()]
          .flatMap(({ webhooks }) => [...webhooks.values()])
          .filter((one) => !one.stopped && (one.nextAtMs !== undefined || isBehind(one)))
          .map((one) => ({
            merchantId: one.merchantId,
            behind: isBehind(one),
            nextAtMs: one.nextAtMs ?? Infinity,
            notBeforeMs: notBeforeMs(one),
          })),
        nowMs,
      ),
    claimWebhooks(merchantId, node, nowMs, untilMs) {
      const { webhooks } = tables.of(merchantId);
      return [...webhooks.values()]
        .filter((one) => !one.stopped && notBeforeMs(one) <= nowMs)
        .filter((one) => isBehind(one) || (one.nextAtMs ?? Infinity) <= nowMs)
        .map((one) => {
          const leased = { ...one, lease: { node, untilMs } };
          webhooks.set(one.id, leased);
          return leased;
        });
    },
  };
}
