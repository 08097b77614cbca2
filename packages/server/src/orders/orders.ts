import type { OrderLookup } from '../context/ports.js';
import { lineOf } from '../schemas/check.js';
import { mendOrder } from './mend-order.js';

/** How many corrections are remembered, so that each is reported once. */
const REMEMBERED = 1_000;

/**
 * Makes the host's look-up safe: checks and corrects what it returns, and reports each correction once.
 *
 * @returns a look-up that rejects if the order's identity or money is wrong
 */
export function createOrders(lookUp: OrderLookup | undefined, report: (error: unknown) => void): OrderLookup {
  const reported = new Set<string>();
  return async (merchantId, orderId) => {
    const told: unknown = await lookUp?.(merchantId, orderId);
    if (told === undefined || told === null) return undefined;
    const where = `The look-up of order ${orderId} of ${merchantId}`;
    const read = mendOrder(told);
    if (!read.ok) throw new Error(`${where} returned an invalid order. ${read.problems.map(lineOf).join(' ')}`);
    if (read.order.id !== orderId) throw new Error(`${where} returned another order. id: Must be the requested id.`);
    const lines = read.mended.map(({ path, text }) => `${path}: ${text}`).join(' ');
    const message = `${where} returned an order that was corrected. ${lines}`;
    if (lines !== '' && !reported.has(message)) {
      if (reported.size >= REMEMBERED) reported.clear();
      reported.add(message);
      report(new Error(message));
    }
    return read.order;
  };
}
