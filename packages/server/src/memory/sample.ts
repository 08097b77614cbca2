import { DAY_MS, type Order } from '@sidecard/core';
import type { CreateBody } from '@sidecard/core/wire';
import type { MemoryIdentity } from './backend.js';

/** A main account of the sample shop. */
export const SAMPLE_AGENT: MemoryIdentity = { party: 'merchant', accountId: 'agent-1', name: 'Lin', main: true };
/** The buyer of sample orders. */
export const SAMPLE_BUYER: MemoryIdentity = { party: 'buyer', accountId: 'buyer-1', name: 'Ada' };
/** An account of platform staff. */
export const SAMPLE_STAFF: MemoryIdentity = { party: 'staff', accountId: 'staff-1', name: 'Chen' };

/**
 * Returns an order that {@link SAMPLE_BUYER} has paid three days ago and that was signed for yesterday: two mugs, in the conversation
 * `chat-1`.
 *
 * @param nowMs - milliseconds since the Unix epoch
 * @param overrides - members that differ
 */
export function sampleOrder(nowMs: number, overrides: Partial<Order> = {}): Order {
  return {
    id: 'order-1',
    buyer: { id: SAMPLE_BUYER.accountId, name: SAMPLE_BUYER.name },
    conversationId: 'chat-1',
    items: [{ id: 'mug', title: 'Mug', quantity: 2, paid: { amountMinor: 25_800, currency: 'CNY' } }],
    paidAtMs: nowMs - 3 * DAY_MS,
    shippedAtMs: nowMs - 2 * DAY_MS,
    signedAtMs: nowMs - DAY_MS,
    ...overrides,
  };
}

/** Returns what a buyer sends who wants a refund for a piece of an order's first item that came damaged, and returns it. */
export function sampleRequest({ id, items: [item] }: Order): CreateBody {
  const amountMinor = Math.floor(item.paid.amountMinor / item.quantity);
  return {
    type: 'return-refund',
    orderId: id,
    request: {
      refundOnly: false,
      reason: 'damaged',
      text: 'One has a chip in the rim. 杯口有缺口。',
      items: [{ itemId: item.id, quantity: 1 }],
      amount: { ...item.paid, amountMinor },
    },
  };
}
