import type { FeedPost } from '@sidecard/core/wire';
import type { ServerContext } from '../context/context.js';
import type { Delivery } from '../storage/records.js';
import { readCards, readReplies } from './contents.js';

/** Returns what a backend posts to conversations for those of some deliveries that nobody has acknowledged, in their order. */
export async function readPosts(
  context: ServerContext,
  merchantId: string,
  deliveryIds: readonly string[],
): Promise<readonly FeedPost[]> {
  if (deliveryIds.length === 0) return [];
  const found = await context.store.openDeliveriesById(merchantId, deliveryIds);
  if (found.length === 0) return [];
  const byId = new Map<string, Delivery>(found.map((delivery) => [delivery.id, delivery]));
  const open = deliveryIds.flatMap((id) => byId.get(id) ?? []);
  const cards = await readCards(context, merchantId, open, await context.policyOf(merchantId));
  // The buyer reads the conversation, so the post names its author as buyers see it.
  const replies = await readReplies(context, merchantId, open, 'buyer');
  return open.flatMap(({ id }): FeedPost[] => {
    const [card, reply] = [cards.get(id), replies.get(id)];
    return [
      ...(card ? [{ kind: 'card', ...card.frame } as const] : []),
      ...(reply ? [{ kind: 'reply', ...reply } as const] : []),
    ];
  });
}
