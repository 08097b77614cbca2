import type { Policy } from '@sidecard/core';
import type { Identity, ServerContext } from '../context/context.js';
import type { Account, Delivery } from '../storage/records.js';
import type { EventConnection } from '../streams/connection.js';
import type { DeliverySource } from '../streams/delivery-source.js';
import { readCards, readReply } from './contents.js';
import { ALONE_MS } from './new-deliveries.js';

/** How many deliveries are read together: few enough not to block others for long. */
const BATCH = 20;

/**
 * Creates the source of open cards and replies for the streams of their accounts. A stream gets each once, and a new stream gets it again
 * until it is acknowledged. Deliveries that exceed a stream's buffer stay pending, and so do all after them: each stream gets them in order.
 */
export function createDeliverySource(context: ServerContext): DeliverySource {
  return { deliver: (merchantId, connections) => deliver(context, merchantId, connections) };
}

async function deliver(
  context: ServerContext,
  merchantId: string,
  connections: readonly EventConnection[],
): Promise<void> {
  const { store, clock } = context;
  const accountIds = [...new Set(connections.map(({ identity }) => identity.principal.accountId))];
  let open = await store.openDeliveries(merchantId, accountIds, clock.now());
  for (const connection of connections) connection.pending = false;
  if (open.length === 0) return;
  const policy = await context.policyOf(merchantId);
  if (open.some(({ kind, accountId }) => kind === 'card' && accountId === '')) {
    if (await assignCards(context, merchantId, policy, connections)) {
      open = await store.openDeliveries(merchantId, accountIds, clock.now());
    }
  }
  const full = new Set<EventConnection>();
  const readersOf = readersAmong(connections, open, full, clock.now());
  const routed = new Map<string, ReadonlySet<string>>();
  /** Accounts with a stream here that the routing chooses for a card of this type. */
  const chosenFor = (type: string): ReadonlySet<string> => {
    const chosen =
      routed.get(type) ?? new Set(context.routeCard(accountsOf(connections), { merchantId, type, policy }));
    routed.set(type, chosen);
    return chosen;
  };

  for (let first = 0; first < open.length; first += BATCH) {
    const batch = open.slice(first, first + BATCH).filter((delivery) => readersOf(delivery).length > 0);
    const cards = await readCards(context, merchantId, batch, policy);
    for (const delivery of batch) {
      const card = cards.get(delivery.id);
      const reply = delivery.kind === 'reply' ? await readReply(context, merchantId, delivery, 'handlers') : undefined;
      for (const reader of readersOf(delivery)) {
        const { accountId } = reader.identity.principal;
        const isForCard = card && (accountId === delivery.accountId || chosenFor(card.type).has(accountId));
        const isSent = (!reply || reader.deliver('reply', reply)) && (!isForCard || reader.deliver('card', card.frame));
        if (!isSent) full.add(reader);
      }
    }
  }
}

/**
 * Finds the streams that a delivery is for, that have not received it, and that have buffer space. A stream without is added to `full`, and
 * gets no later one either. A stream whose account has its own delivery of the message does not get another account's.
 */
function readersAmong(
  connections: readonly EventConnection[],
  open: readonly Delivery[],
  full: Set<EventConnection>,
  nowMs: number,
): (delivery: Delivery) => readonly EventConnection[] {
  const own = new Set(open.map(({ accountId, messageId }) => `${accountId} ${messageId}`));
  return (delivery) =>
    connections.filter((connection) => {
      const { accountId } = connection.identity.principal;
      if (connection.delivered.has(delivery.messageId) || !isFor(delivery, connection.identity, nowMs)) return false;
      if (accountId !== delivery.accountId && own.has(`${accountId} ${delivery.messageId}`)) return false;
      if (!connection.hasRoom) full.add(connection);
      if (full.has(connection)) connection.pending = true;
      return !full.has(connection);
    });
}

function accountsOf(connections: readonly EventConnection[]): readonly Account[] {
  const here = new Map<string, Account>();
  for (const { identity } of connections) if (identity.account) here.set(identity.account.accountId, identity.account);
  return [...here.values()];
}

/** Assigns unassigned cards to online accounts that the routing chooses. @returns whether there were any */
async function assignCards(
  { store, clock, routeCard }: ServerContext,
  merchantId: string,
  policy: Policy,
  connections: readonly EventConnection[],
): Promise<boolean> {
  let assigned = false;
  for (const type of await store.unassignedCardTypes(merchantId)) {
    const [accountId] = routeCard(accountsOf(connections), { merchantId, type, policy });
    if (accountId === undefined) continue;
    const atMs = clock.now();
    if (await store.assignCards({ merchantId, accountId }, type, { atMs, widensAtMs: atMs + ALONE_MS }))
      assigned = true;
  }
  return assigned;
}

/**
 * Whether an account may have a delivery: its own, and those that nobody acknowledged in time. Such a reply is open to every handler, and
 * such a card to the accounts that the routing chooses among those online.
 */
export function isFor(
  { kind, accountId, widensAtMs }: Delivery,
  { account, audience }: Pick<Identity, 'account' | 'audience'>,
  nowMs: number,
): boolean {
  if (!account) return false;
  if (accountId === account.accountId) return true;
  const widened = widensAtMs !== undefined && widensAtMs <= nowMs;
  return widened && (kind === 'card' || audience === 'handlers');
}
