import { FEED_STREAM } from '../storage/streams.js';
import type { Store } from '../storage/store.js';
import type { Webhook, WebhookDelivery } from '../storage/webhook-records.js';
import { newId, NOW_MS, same, unique } from './fixtures.js';

function webhookOf(merchantId: string, change: Partial<Webhook> = {}): Webhook {
  return {
    ...{ merchantId, id: newId(), url: 'https://shop.example/hooks', types: ['card.ready'], createdAtMs: NOW_MS },
    ...{ secrets: [{ secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' }], stopped: undefined, failures: 0 },
    ...{ failingSinceMs: undefined, seq: 0, nextAtMs: undefined, holdUntilMs: 0, lease: undefined },
    ...change,
  };
}

function deliveryOf({ merchantId, id: webhookId }: Webhook, change: Partial<WebhookDelivery>): WebhookDelivery {
  const { seq = 1 } = change;
  return {
    ...{ merchantId, webhookId, id: `evt_${seq}`, seq, ticketId: 'one', type: 'card.ready', source: 'x', atMs: NOW_MS },
    ...{ state: 'pending', attempts: 0, nextAtMs: NOW_MS, sinceMs: NOW_MS, last: undefined },
    ...change,
  };
}

const add = (store: Store, webhook: Webhook) =>
  store.transaction(webhook.merchantId, (unit) => unit.addWebhook(webhook));
const put = (store: Store, merchantId: string, deliveries: readonly WebhookDelivery[]) =>
  store.transaction(merchantId, (unit) => unit.putWebhookDeliveries(merchantId, deliveries));
const workAt = async (store: Store, merchantId: string, nowMs: number) =>
  (await store.webhookWork(nowMs)).merchantIds.includes(merchantId);

/** Checks of webhooks. */
export const webhookChecks: Readonly<Record<string, (store: Store) => Promise<void>>> = {
  'addresses of webhooks are listed, replaced, locked and removed with their deliveries': async (store) => {
    const { merchantId } = unique();
    const [b, a] = [webhookOf(merchantId, { id: 'b' }), webhookOf(merchantId, { id: 'B', types: undefined })];
    await add(store, b);
    await add(store, a);
    same(await store.listWebhooks(merchantId), [a, b], 'the list');
    same(await store.listWebhooks(unique().merchantId), [], 'of another shop');
    const stopped = { ...b, stopped: { reason: 'gone' as const, atMs: NOW_MS }, seq: 7, failures: 2 };
    await store.transaction(merchantId, (unit) => unit.putWebhook(stopped));
    const locked = (id: string) => store.transaction(merchantId, (unit) => unit.lockWebhook(merchantId, id));
    same(await locked('b'), stopped, 'locked');
    same((await locked('none')) === undefined, true, 'none');
    await put(store, merchantId, [deliveryOf(b, {})]);
    await store.transaction(merchantId, (unit) => unit.dropWebhook(merchantId, 'b'));
    same(await store.listWebhooks(merchantId), [a], 'what is left');
    same((await store.findWebhookDelivery(merchantId, 'b', 'evt_1')) === undefined, true, 'its delivery');
  },

  'deliveries of webhooks are listed latest first, and the first pending one of each ticket is found': async (
    store,
  ) => {
    const { merchantId } = unique();
    const webhook = webhookOf(merchantId);
    await add(store, webhook);
    const rows = [
      deliveryOf(webhook, { seq: 1, state: 'delivered', last: { atMs: NOW_MS, status: 204 } }),
      deliveryOf(webhook, { seq: 2, nextAtMs: NOW_MS + 5 }),
      deliveryOf(webhook, { seq: 3 }),
      deliveryOf(webhook, { seq: 4, ticketId: 'two' }),
    ];
    await put(store, merchantId, rows);
    const list = async (query: object) =>
      (await store.listWebhookDeliveries({ merchantId, webhookId: webhook.id, limit: 10, ...query })).map(
        ({ seq }) => seq,
      );
    same(await list({}), [4, 3, 2, 1], 'all');
    same(await list({ state: 'pending', limit: 2 }), [4, 3], 'pending');
    same(await list({ before: 3 }), [2, 1], 'a page');
    const { first, pending } = await store.firstPendingWebhooks(merchantId, webhook.id, 10);
    same([first.map(({ seq }) => seq), pending], [[4, 2], 3], 'first of each ticket');
    same(await store.findWebhookDelivery(merchantId, webhook.id, 'evt_1'), rows[0], 'one');
    await put(store, merchantId, [{ ...deliveryOf(webhook, { seq: 2 }), state: 'failed', attempts: 3 }]);
    same((await store.firstPendingWebhooks(merchantId, webhook.id, 10)).pending, 2, 'after a change');
    const later = NOW_MS + 99;
    await store.transaction(merchantId, (unit) => unit.renewWebhookDeliveries(merchantId, webhook.id, later));
    const renewed = (await store.firstPendingWebhooks(merchantId, webhook.id, 10)).first;
    same(
      renewed.map(({ seq, nextAtMs, sinceMs, type }) => [seq, nextAtMs, sinceMs, type]),
      [3, 4].map((seq) => [seq, later, later, 'card.ready']),
      'those pending, renewed',
    );
    same(await store.findWebhookDelivery(merchantId, webhook.id, 'evt_1'), rows[0], 'one that was delivered');
    await store.forget({ idempotencyMs: 0, logMs: NOW_MS + 1, auditMs: 0 });
    same(await list({}), [], 'after their time');
  },

  'one server at a time works for an address, while there is something to do': async (store) => {
    const { merchantId } = unique();
    const webhook = webhookOf(merchantId, { nextAtMs: NOW_MS + 100 });
    await add(store, webhook);
    const claim = async (node: string, nowMs: number) =>
      (await store.claimWebhooks(merchantId, node, nowMs, nowMs + 50)).map(({ lease }) => lease?.node);
    same([await workAt(store, merchantId, NOW_MS), await claim('a', NOW_MS)], [false, []], 'before it is due');
    same(((await store.webhookWork(NOW_MS)).nextAtMs ?? Infinity) <= NOW_MS + 100, true, 'what is next');
    same([await workAt(store, merchantId, NOW_MS + 100), await claim('a', NOW_MS + 100)], [true, ['a']], 'when it is');
    same([await workAt(store, merchantId, NOW_MS + 101), await claim('b', NOW_MS + 101)], [false, []], 'while leased');
    same([await workAt(store, merchantId, NOW_MS + 150), await claim('b', NOW_MS + 150)], [true, ['b']], 'afterwards');
    const change = (more: Partial<Webhook>) =>
      store.transaction(merchantId, (unit) => unit.putWebhook({ ...webhook, ...more }));
    await change({ holdUntilMs: NOW_MS + 500 });
    same([await workAt(store, merchantId, NOW_MS + 499), await claim('a', NOW_MS + 499)], [false, []], 'while held');
    await change({ stopped: { reason: 'paused', atMs: NOW_MS } });
    same([await workAt(store, merchantId, NOW_MS + 500), await claim('a', NOW_MS + 500)], [false, []], 'while stopped');
    // New lines of the feed.
    await change({ nextAtMs: undefined });
    same([await workAt(store, merchantId, NOW_MS), await claim('a', NOW_MS)], [false, []], 'nothing to do');
    const entry = { merchantId, stream: FEED_STREAM, frame: 'event' as const, ticketId: 'one', messageId: 'x' };
    await store.transaction(merchantId, (unit) =>
      unit.commit(
        {
          ...{ changes: [], deliveries: [], atMs: NOW_MS, entries: [{ ...entry, atMs: NOW_MS }] },
          idempotency: {
            ...{ merchantId, principalKey: 'host:x', key: 'k', fingerprint: 'f', ticketId: '' },
            ...{ eventPosition: 0, messageId: undefined },
          },
        },
        newId,
      ),
    );
    same([await workAt(store, merchantId, NOW_MS), await claim('a', NOW_MS)], [true, ['a']], 'a new line');
    const feed = { merchantId, stream: FEED_STREAM };
    same([await store.firstLineSince(feed, NOW_MS)], [1], 'since then');
    same((await store.firstLineSince(feed, NOW_MS + 1)) === undefined, true, 'later');
  },
};
