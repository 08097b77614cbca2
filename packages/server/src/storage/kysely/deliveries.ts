import type { Delivery } from '../records.js';
import type { DeliveryReads, Store } from '../store.js';
import { anyOf } from './json-rows.js';
import type { Db, Tables } from './schema.js';

const COLUMNS = ['id', 'kind', 'ticket_id', 'account_id', 'message_id', 'event_position', 'widens_at_ms'] as const;

/** Maximum number of open deliveries per read. */
const MOST = 500;

function deliveryOf(row: Pick<Tables['delivery'], (typeof COLUMNS)[number]>): Delivery {
  return {
    id: row.id,
    kind: row.kind,
    ticketId: row.ticket_id,
    accountId: row.account_id,
    messageId: row.message_id,
    eventPosition: row.event_position,
    widensAtMs: row.widens_at_ms ?? undefined,
  };
}

/** Reads deliveries. */
export function deliveryReads(db: Db): DeliveryReads {
  return {
    async openDeliveries(merchantId, accountIds, nowMs) {
      const rows = await db
        .selectFrom('delivery')
        .select(COLUMNS)
        .where('merchant_id', '=', merchantId)
        .where('state', '=', 'open')
        .where((eb) => eb.or([eb('account_id', '=', anyOf(['', ...accountIds])), eb('widens_at_ms', '<=', nowMs)]))
        .orderBy('offered_at_ms', 'desc')
        .orderBy('id', 'desc')
        .limit(MOST)
        .execute();
      return rows.map(deliveryOf).reverse();
    },

    async merchantsWithDeliveries(merchantIds, sinceMs, nowMs) {
      if (merchantIds.length === 0) return [];
      const rows = await db
        .selectFrom('delivery')
        .select('merchant_id')
        .distinct()
        .where('merchant_id', '=', anyOf(merchantIds))
        .where('state', '=', 'open')
        .where((eb) =>
          eb.or([
            eb('offered_at_ms', '>=', sinceMs),
            eb('account_id', '=', ''),
            eb.and([eb('widens_at_ms', '>=', sinceMs), eb('widens_at_ms', '<=', nowMs)]),
          ]),
        )
        .execute();
      return rows.map(({ merchant_id }) => merchant_id);
    },

    async unassignedCardTypes(merchantId) {
      const rows = await db
        .selectFrom('delivery')
        .innerJoin('ticket', (join) =>
          join.onRef('ticket.merchant_id', '=', 'delivery.merchant_id').onRef('ticket.id', '=', 'delivery.ticket_id'),
        )
        .select('ticket.type')
        .distinct()
        .where('delivery.merchant_id', '=', merchantId)
        .where('delivery.account_id', '=', '')
        .where('delivery.state', '=', 'open')
        .where('delivery.kind', '=', 'card')
        .execute();
      return rows.map(({ type }) => type);
    },

    async findDelivery(merchantId, id) {
      const row = await db
        .selectFrom('delivery')
        .select(COLUMNS)
        .where('merchant_id', '=', merchantId)
        .where('id', '=', id)
        .executeTakeFirst();
      return row && deliveryOf(row);
    },

    async openDeliveriesById(merchantId, ids) {
      if (ids.length === 0) return [];
      const rows = await db
        .selectFrom('delivery')
        .select(COLUMNS)
        .where('merchant_id', '=', merchantId)
        .where('id', '=', anyOf(ids))
        .where('state', '=', 'open')
        .execute();
      return rows.map(deliveryOf);
    },
  };
}

/** Changes deliveries, in one statement each. */
export function deliveryWrites(db: Db): Pick<Store, 'assignCards' | 'closeDeliveries'> {
  return {
    async assignCards({ merchantId, accountId }, type, { atMs, widensAtMs }) {
      const rows = await db
        .updateTable('delivery')
        .set({ account_id: accountId, offered_at_ms: atMs, widens_at_ms: widensAtMs })
        .where('merchant_id', '=', merchantId)
        .where('kind', '=', 'card')
        .where('state', '=', 'open')
        .where('account_id', '=', '')
        .where('ticket_id', 'in', (eb) =>
          eb.selectFrom('ticket').select('id').where('merchant_id', '=', merchantId).where('type', '=', type),
        )
        .returning('id')
        .execute();
      return rows.length > 0;
    },

    async closeDeliveries(merchantId, messageId) {
      await db
        .updateTable('delivery')
        .set({ state: 'acked' })
        .where('merchant_id', '=', merchantId)
        .where('message_id', '=', messageId)
        .where('state', '=', 'open')
        .execute();
    },
  };
}
