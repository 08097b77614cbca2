import type { Order } from '@sidecard/core';
import type { Principal } from '@sidecard/server';
import type { ConversationInfo, Me, Purchases, StageInfo } from '../shared/world.js';
import { json, refusal } from './answers.js';
import type { Backend } from './backend.js';
import type { Memory } from './memory.js';
import type { FilledRequests } from './requests.js';
import type { Warehouse } from './warehouse.js';
import type { World } from './world.js';

/** What {@link createShopDesk} takes. */
export interface ShopDeskOptions {
  readonly world: World;
  readonly memory: Memory;
  readonly principalOf: (request: Request) => Promise<Principal | undefined>;
  readonly stage: () => Promise<StageInfo>;
  readonly warehouse: Warehouse;
  readonly requests: FilledRequests;
  /** Returns the shop's client of Sidecard's API. */
  readonly backendOf: (merchantId: string) => Backend;
}

/**
 * Creates the handler of the host's own API under `/demo`: the signed-in account, its conversations and orders. The stage also uses it to
 * ship or deliver a parcel, as the warehouse would.
 */
export function createShopDesk({
  world,
  memory,
  principalOf,
  stage,
  warehouse,
  requests,
  backendOf,
}: ShopDeskOptions): (request: Request) => Promise<Response> {
  function me({ accountId, merchantId, party }: Principal): Response {
    const person = world.people.find(({ id }) => id === accountId);
    const shop = world.merchants.find(({ id }) => id === merchantId);
    if (!person || !shop) return refusal(404, 'Account not found.');
    const accounts = party === 'merchant' ? world.people.filter((other) => other.merchantId === merchantId) : [];
    return json({ id: person.id, names: person.names, shop, accounts } satisfies Me);
  }

  function conversations({ accountId, merchantId, party }: Principal): Response {
    const own = world.conversations.filter(
      (conversation) =>
        conversation.merchantId === merchantId && (party !== 'buyer' || conversation.buyer.id === accountId),
    );
    return json(
      own.map(({ id, buyer }) => {
        const orders = world.ordersOf(merchantId, buyer.id, memory.localeOf(accountId));
        const recent = orders.map((order) => ({ id: order.id, titles: order.items.map(({ title }) => title) }));
        return { id, buyer, orders: orders.length, recent };
      }) satisfies ConversationInfo[],
    );
  }

  const ownOrders = ({ accountId, merchantId }: Principal): readonly Order[] =>
    world.ordersOf(merchantId, accountId, memory.localeOf(accountId)).map((order) => warehouse.withParcel(order));

  function purchases(principal: Principal): Response {
    if (principal.party !== 'buyer') return refusal(403, 'Only buyers have purchases.');
    const orders = ownOrders(principal);
    const filled = requests(memory.localeOf(principal.accountId), orders);
    return json({ orders, requests: filled } satisfies Purchases);
  }

  async function moveParcel({ party, merchantId }: Principal, orderId: string): Promise<Response> {
    if (party === 'buyer') return refusal(403, 'Buyers cannot ship parcels.');
    const order = world.order(merchantId, orderId, (id) => memory.localeOf(id));
    if (!order) return refusal(404, 'Order not found.');
    await warehouse.moveParcel(order, backendOf(merchantId));
    return json({});
  }

  return async (request) => {
    const { pathname } = new URL(request.url);
    const [, orderId] = /^\/demo\/orders\/([\w-]+)\/move-on$/.exec(pathname) ?? [];
    if (request.method !== (orderId === undefined ? 'GET' : 'POST')) return refusal(405, 'Method not allowed.');
    if (pathname === '/demo/stage') return json(await stage());
    const principal = await principalOf(request);
    if (!principal) return refusal(401, 'Sign in first.');
    if (pathname === '/demo/me') return me(principal);
    if (pathname === '/demo/conversations') return conversations(principal);
    if (pathname === '/demo/purchases') return purchases(principal);
    if (orderId !== undefined) return moveParcel(principal, orderId);
    return refusal(404, 'Not found.');
  };
}
