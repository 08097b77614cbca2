import type { Db } from '../services.js';
import { listOf } from './recordset.js';
import type { Tables } from './schema.js';

/** A card or reply to be handed to the host. */
export interface Delivery {
  readonly id: string;
  readonly kind: 'card' | 'reply';
  readonly ticketId: string;
  /** Empty while it waits for whoever comes. */
  readonly accountId: string;
  readonly messageId: string;
  readonly eventPosition: number;
  readonly widensAtMs: number | undefined;
}

const COLUMNS = ['id', 'kind', 'ticket_id', 'account_id', 'message_id', 'event_position', 'widens_at_ms'] as const;

function deliveryOf(row: Pick<Tables['delivery'], Exclude<(typeof COLUMNS)[number], 'state'>>): Delivery {
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

/** A host that never acknowledges gets the latest ones: what is old enough it finds in the list of tickets. */
const MOST = 500;

/** What is open for these accounts of a merchant: their own, what waits for whoever comes, and replies that are everybody's by now. Oldest first. */
export async function openDeliveries(
  db: Db,
  merchantId: string,
  accountIds: readonly string[],
  nowMs: number,
): Promise<readonly Delivery[]> {
  const rows = await db
    .selectFrom('delivery')
    .select(COLUMNS)
    .where('merchant_id', '=', merchantId)
    .where('state', '=', 'open')
    .where((eb) => eb.or([eb('account_id', 'in', listOf(['', ...accountIds])), eb('widens_at_ms', '<=', nowMs)]))
    .orderBy('offered_at_ms', 'desc')
    .orderBy('id', 'desc')
    .limit(MOST)
    .execute();
  return rows.map(deliveryOf).reverse();
}

/** Which of these merchants have something open that came, or became everybody's, since a moment. */
export async function merchantsWithNews(
  db: Db,
  merchantIds: readonly string[],
  sinceMs: number,
  nowMs: number,
): Promise<readonly string[]> {
  if (merchantIds.length === 0) return [];
  const rows = await db
    .selectFrom('delivery')
    .select('merchant_id')
    .distinct()
    .where('merchant_id', 'in', listOf(merchantIds))
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
}

/** Types of the tickets whose cards wait for whoever comes. */
export async function typesWaiting(db: Db, merchantId: string): Promise<readonly string[]> {
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
}

/** Gives the cards of a type for which nobody was online to an account. @returns whether there was one */
export async function takeWaitingCards(
  db: Db,
  merchantId: string,
  terms: { readonly type: string; readonly accountId: string; readonly atMs: number; readonly widensAtMs: number },
): Promise<boolean> {
  const rows = await db
    .updateTable('delivery')
    .set({ account_id: terms.accountId, offered_at_ms: terms.atMs, widens_at_ms: terms.widensAtMs })
    .where('merchant_id', '=', merchantId)
    .where('kind', '=', 'card')
    .where('state', '=', 'open')
    .where('account_id', '=', '')
    .where('ticket_id', 'in', (eb) =>
      eb.selectFrom('ticket').select('id').where('merchant_id', '=', merchantId).where('type', '=', terms.type),
    )
    .returning('id')
    .execute();
  return rows.length > 0;
}

/** A delivery by its id, and whether it is still open. */
export async function findDelivery(db: Db, merchantId: string, id: string): Promise<Delivery | undefined> {
  const row = await db
    .selectFrom('delivery')
    .select(COLUMNS)
    .where('merchant_id', '=', merchantId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row && deliveryOf(row);
}

/** Closes every delivery of a message: it is shown or posted, for all accounts. Closing it again changes nothing. */
export async function closeDeliveries(db: Db, merchantId: string, messageId: string): Promise<void> {
  await db
    .updateTable('delivery')
    .set({ state: 'acked' })
    .where('merchant_id', '=', merchantId)
    .where('message_id', '=', messageId)
    .where('state', '=', 'open')
    .execute();
}
