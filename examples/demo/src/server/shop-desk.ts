import type { Order } from '@sidecard/core';
import type { Principal } from '@sidecard/server';
import type { ConversationInfo, Me, StageInfo } from '../shared/world.js';
import { json, refusal } from './answers.js';
import type { Memory } from './memory.js';
import type { World } from './world.js';

/** What {@link createShopDesk} takes. */
export interface ShopDeskOptions {
  readonly world: World;
  readonly memory: Memory;
  readonly whoIs: (request: Request) => Promise<Principal | undefined>;
  readonly stage: () => Promise<StageInfo>;
}

/** What the host's own backend answers to its own pages under `/demo`: who am I, whom do I talk with, what did I buy. */
export function createShopDesk({
  world,
  memory,
  whoIs,
  stage,
}: ShopDeskOptions): (request: Request) => Promise<Response> {
  function me({ accountId, merchantId, party }: Principal): Response {
    const person = world.people.find(({ id }) => id === accountId);
    const shop = world.merchants.find(({ id }) => id === merchantId);
    if (!person || !shop) return refusal(404, 'There is nobody of this name.');
    const accounts = party === 'merchant' ? world.people.filter((other) => other.merchantId === merchantId) : [];
    return json({ id: person.id, names: person.names, shop, accounts } satisfies Me);
  }

  function conversations({ accountId, merchantId, party }: Principal): Response {
    const own = world.conversations.filter(
      (conversation) =>
        conversation.merchantId === merchantId && (party !== 'buyer' || conversation.buyer.id === accountId),
    );
    return json(
      own.map(({ id, buyer }) => ({
        id,
        buyer,
        orders: world.ordersOf(merchantId, buyer.id, 'en').length,
      })) satisfies ConversationInfo[],
    );
  }

  function orders({ accountId, merchantId, party }: Principal): Response {
    if (party !== 'buyer') return refusal(403, 'Buyers see their orders here.');
    const own: readonly Order[] = world.ordersOf(merchantId, accountId, memory.localeOf(accountId));
    return json(own);
  }

  return async (request) => {
    const { pathname } = new URL(request.url);
    if (request.method !== 'GET') return refusal(405, 'These are read only.');
    if (pathname === '/demo/stage') return json(await stage());
    const principal = await whoIs(request);
    if (!principal) return refusal(401, 'Sign in first.');
    if (pathname === '/demo/me') return me(principal);
    if (pathname === '/demo/conversations') return conversations(principal);
    if (pathname === '/demo/orders') return orders(principal);
    return refusal(404, 'There is no such path.');
  };
}
