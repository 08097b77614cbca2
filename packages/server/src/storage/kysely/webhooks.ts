import { sql } from 'kysely';
import type { Store, UnitOfWork } from '../store.js';
import { FEED_STREAM, webhookWorkOf } from '../streams.js';
import type { Webhook, WebhookDelivery } from '../webhook-records.js';
import type { WebhookReads, WebhookUnit } from '../webhook-store.js';
import { insertRows, setExcluded } from './json-rows.js';
import type { Db, Tables } from './schema.js';

/** Statements that create the tables. */
export const WEBHOOK_TABLES = [
  `create table webhook (
    merchant_id text not null, id text not null, state text not null, seq bigint not null, next_at_ms bigint,
    hold_until_ms bigint not null, lease_node text, lease_until_ms bigint not null, body jsonb not null,
    primary key (merchant_id, id)) with (fillfactor = 50)`,
  `create table webhook_delivery (
    merchant_id text not null, webhook_id text not null, id text not null, seq bigint not null, ticket_id text not null,
    state text not null, next_at_ms bigint not null, at_ms bigint not null, body jsonb not null,
    primary key (merchant_id, webhook_id, id)) with (fillfactor = 70)`,
  `create index webhook_delivery_latest on webhook_delivery (merchant_id, webhook_id, seq desc)`,
  `create index webhook_delivery_pending on webhook_delivery (merchant_id, webhook_id, ticket_id, seq) where state = 'pending'`,
  `create index webhook_delivery_age on webhook_delivery (at_ms)`,
];

const WEBHOOK = {
  merchant_id: 'text',
  id: 'text',
  state: 'text',
  seq: 'bigint',
  next_at_ms: 'bigint',
  hold_until_ms: 'bigint',
  lease_node: 'text',
  lease_until_ms: 'bigint',
  body: 'jsonb',
} as const;
const ON_WEBHOOK = `on conflict (merchant_id, id) do update set ${setExcluded(['state', 'seq', 'next_at_ms', 'hold_until_ms', 'lease_node', 'lease_until_ms', 'body'])}`;

const DELIVERY = {
  merchant_id: 'text',
  webhook_id: 'text',
  id: 'text',
  seq: 'bigint',
  ticket_id: 'text',
  state: 'text',
  next_at_ms: 'bigint',
  at_ms: 'bigint',
  body: 'jsonb',
} as const;
const ON_DELIVERY = `on conflict (merchant_id, webhook_id, id) do update set ${setExcluded(['state', 'next_at_ms', 'body'])}`;

function webhookOf(row: Tables['webhook']): Webhook {
  type Body = Pick<Webhook, 'url' | 'createdAtMs' | 'secrets' | 'failures'> & Partial<Webhook>;
  const { types, stopped, failingSinceMs, url, createdAtMs, secrets, failures } = row.body as Body;
  return {
    ...{ merchantId: row.merchant_id, id: row.id, url, types, createdAtMs, secrets, stopped, failures, failingSinceMs },
    seq: Number(row.seq),
    nextAtMs: row.next_at_ms === null ? undefined : Number(row.next_at_ms),
    holdUntilMs: Number(row.hold_until_ms),
    lease: row.lease_node === null ? undefined : { node: row.lease_node, untilMs: Number(row.lease_until_ms) },
  };
}

function webhookRow({ merchantId, id, seq, nextAtMs, holdUntilMs, lease, ...body }: Webhook): Tables['webhook'] {
  return {
    ...{ merchant_id: merchantId, id, state: body.stopped ? 'stopped' : 'active', seq, next_at_ms: nextAtMs ?? null },
    ...{ hold_until_ms: holdUntilMs, lease_node: lease?.node ?? null, lease_until_ms: lease?.untilMs ?? 0, body },
  };
}

function deliveryOf(row: Tables['webhook_delivery']): WebhookDelivery {
  type Body = Pick<WebhookDelivery, 'type' | 'source' | 'attempts' | 'sinceMs'> & Partial<WebhookDelivery>;
  const { type, source, attempts, sinceMs, last } = row.body as Body;
  return {
    ...{ merchantId: row.merchant_id, webhookId: row.webhook_id, id: row.id, seq: Number(row.seq) },
    ...{ ticketId: row.ticket_id, type, source, atMs: Number(row.at_ms), state: row.state, attempts },
    ...{ nextAtMs: Number(row.next_at_ms), sinceMs, last },
  };
}

function deliveryRow(delivery: WebhookDelivery): Tables['webhook_delivery'] {
  const { merchantId, webhookId, id, seq, ticketId, state, nextAtMs, atMs, ...body } = delivery;
  return {
    ...{ merchant_id: merchantId, webhook_id: webhookId, id, seq, ticket_id: ticketId, state },
    ...{ next_at_ms: nextAtMs, at_ms: atMs, body },
  };
}

/** Reads webhooks. */
export function webhookReads(db: Db): WebhookReads {
  const ofMerchant = (merchantId: string) => db.selectFrom('webhook').selectAll().where('merchant_id', '=', merchantId);
  const deliveries = (merchantId: string, webhookId: string) =>
    db
      .selectFrom('webhook_delivery')
      .selectAll()
      .where('merchant_id', '=', merchantId)
      .where('webhook_id', '=', webhookId);
  return {
    async listWebhooks(merchantId) {
      const rows = await ofMerchant(merchantId)
        .orderBy(sql`id collate "C"`)
        .execute();
      return rows.map(webhookOf);
    },

    async listWebhookDeliveries({ merchantId, webhookId, state, before, limit }) {
      let query = deliveries(merchantId, webhookId);
      if (state) query = query.where('state', '=', state);
      if (before !== undefined) query = query.where('seq', '<', before);
      return (await query.orderBy('seq', 'desc').limit(limit).execute()).map(deliveryOf);
    },

    async findWebhookDelivery(merchantId, webhookId, id) {
      const row = await deliveries(merchantId, webhookId).where('id', '=', id).executeTakeFirst();
      return row && deliveryOf(row);
    },

    async firstPendingWebhooks(merchantId, webhookId, limit) {
      const { rows } = await sql<Tables['webhook_delivery'] & { pending: number }>`
        with waiting as (select * from webhook_delivery
          where merchant_id = ${merchantId} and webhook_id = ${webhookId} and state = 'pending'),
        first as (select distinct on (ticket_id) * from waiting order by ticket_id, seq)
        select first.*, (select count(*) from waiting) as pending from first
        order by next_at_ms, seq limit ${limit}`.execute(db);
      return { first: rows.map(deliveryOf), pending: Number(rows[0]?.pending ?? 0) };
    },
  };
}

/** Changes webhooks within a transaction. */
export function webhookUnit(tx: Db): WebhookUnit {
  return {
    async lockWebhook(merchantId, id) {
      const row = await tx
        .selectFrom('webhook')
        .selectAll()
        .where('merchant_id', '=', merchantId)
        .where('id', '=', id)
        .forUpdate()
        .executeTakeFirst();
      return row && webhookOf(row);
    },

    async addWebhook(webhook) {
      await insertRows('webhook', WEBHOOK, [webhookRow(webhook)]).execute(tx);
    },

    async putWebhook(webhook) {
      await insertRows('webhook', WEBHOOK, [webhookRow(webhook)], ON_WEBHOOK).execute(tx);
    },

    async dropWebhook(merchantId, id) {
      await tx
        .deleteFrom('webhook_delivery')
        .where('merchant_id', '=', merchantId)
        .where('webhook_id', '=', id)
        .execute();
      await tx.deleteFrom('webhook').where('merchant_id', '=', merchantId).where('id', '=', id).execute();
    },

    async putWebhookDeliveries(_merchantId, deliveries) {
      if (deliveries.length === 0) return;
      await insertRows('webhook_delivery', DELIVERY, deliveries.map(deliveryRow), ON_DELIVERY).execute(tx);
    },

    async renewWebhookDeliveries(merchantId, webhookId, nowMs) {
      await sql`
        update webhook_delivery set next_at_ms = ${nowMs}, body = body || jsonb_build_object('sinceMs', ${nowMs}::bigint)
        where merchant_id = ${merchantId} and webhook_id = ${webhookId} and state = 'pending'`.execute(tx);
    },
  } satisfies Partial<UnitOfWork>;
}

/** Finds and distributes work. */
export function webhookQueue(db: Db): Pick<Store, 'webhookWork' | 'claimWebhooks'> {
  return {
    async webhookWork(nowMs) {
      const { rows } = await sql<{
        merchant_id: string;
        next_at_ms: number | null;
        hold_until_ms: number;
        lease_until_ms: number;
        behind: boolean | null;
      }>`
        select w.merchant_id, w.next_at_ms, w.hold_until_ms, w.lease_until_ms, s.seq > w.seq as behind
        from webhook w left join stream s on s.merchant_id = w.merchant_id and s.stream = ${FEED_STREAM}
        where w.state = 'active' and (w.next_at_ms is not null or s.seq > w.seq)`.execute(db);
      return webhookWorkOf(
        rows.map((row) => ({
          merchantId: row.merchant_id,
          behind: row.behind === true,
          nextAtMs: row.next_at_ms === null ? Infinity : Number(row.next_at_ms),
          notBeforeMs: Math.max(Number(row.hold_until_ms), Number(row.lease_until_ms)),
        })),
        nowMs,
      );
    },

    async claimWebhooks(merchantId, node, nowMs, untilMs) {
      const { rows } = await sql<Tables['webhook']>`
        update webhook set lease_node = ${node}, lease_until_ms = ${untilMs}::bigint
        where merchant_id = ${merchantId} and state = 'active' and lease_until_ms <= ${nowMs} and hold_until_ms <= ${nowMs}
          and (next_at_ms <= ${nowMs} or seq <
            (select s.seq from stream s where s.merchant_id = ${merchantId} and s.stream = ${FEED_STREAM}))
        returning *`.execute(db);
      return rows.map(webhookOf);
    },
  };
}
