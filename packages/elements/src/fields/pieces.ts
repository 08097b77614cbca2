import type { ItemQuantity } from '@sidecard/core';
import type { TicketView } from '@sidecard/core/wire';

/** Formats pieces of a line: title and quantity. */
export function pieceText({ itemId, quantity }: ItemQuantity, { order }: Pick<TicketView, 'order'>): string {
  return `${order.items.find(({ id }) => id === itemId)?.title ?? itemId} ×${quantity}`;
}
