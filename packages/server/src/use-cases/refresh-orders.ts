import type { Policy } from '@sidecard/core';
import { promisesOnExpiry } from '@sidecard/core/server';
import type { ServerContext } from '../context/context.js';
import type { DueTicket } from '../storage/records.js';
import { within } from '../timers.js';
import { syncOrder } from './sync-order.js';

/** How long the host may take to answer, in milliseconds. All other deadlines wait meanwhile. */
const ANSWER_MS = 10_000;
/** How long a deadline waits for the host, in milliseconds. Then it fires on the order as it was last known: no case may hang forever. */
const LONGEST_WAIT_MS = 3_600_000;

/**
 * Brings the orders of due tickets up to date before a deadline promises money or goods, as before a command that does.
 *
 * @returns the tickets whose deadlines can fire; those of the others wait, because the look-up of their order failed
 */
export async function refreshOrders(context: ServerContext, due: readonly DueTicket[]): Promise<readonly DueTicket[]> {
  const merchants = new Set(due.map(({ merchantId }) => merchantId));
  const waiting = await Promise.all([...merchants].map((merchantId) => refreshOrdersOf(context, merchantId, due)));
  const waits = new Set(waiting.flat());
  return due.filter((ticket) => !waits.has(ticket));
}

/** @returns the tickets of a merchant that wait */
async function refreshOrdersOf(
  context: ServerContext,
  merchantId: string,
  due: readonly DueTicket[],
): Promise<readonly DueTicket[]> {
  const promising = due.flatMap((ticket) => {
    const sinceMs = ticket.merchantId === merchantId ? promisesSince(context, ticket) : undefined;
    return sinceMs === undefined ? [] : [{ ticket, orderId: ticket.orderId, sinceMs }];
  });
  if (promising.length === 0) return [];
  const policy = await context.policyOf(merchantId);
  // Tickets of one order have one look-up.
  const orderIds = [...new Set(promising.map(({ orderId }) => orderId))];
  const found = await Promise.all(
    orderIds.map(async (orderId) => ((await refreshOrder(context, { merchantId, policy }, orderId)) ? [orderId] : [])),
  );
  const refreshed = new Set(found.flat());
  const patient = promising.filter(({ sinceMs }) => context.clock.now() - sinceMs < LONGEST_WAIT_MS);
  return patient.filter(({ orderId }) => !refreshed.has(orderId)).map(({ ticket }) => ticket);
}

/** Returns since when a deadline of a ticket is due that can promise money or goods. */
function promisesSince({ types }: ServerContext, { type, due }: DueTicket): number | undefined {
  const times = due.filter(({ key }) => promisesOnExpiry(types.get(type), key)).map(({ dueAtMs }) => dueAtMs);
  return times.length > 0 ? Math.min(...times) : undefined;
}

/** @returns whether the look-up succeeded */
async function refreshOrder(
  context: ServerContext,
  { merchantId, policy }: { readonly merchantId: string; readonly policy: Policy },
  orderId: string,
): Promise<boolean> {
  try {
    const late = () =>
      new Error(`The look-up of order ${orderId} of ${merchantId} took longer than ${ANSWER_MS / 1_000} seconds.`);
    const order = await within(ANSWER_MS, context.orders(merchantId, orderId), late);
    await syncOrder(context, { merchantId, policy }, orderId, { order, from: 'look-up' });
    return true;
  } catch (error) {
    context.report(error);
    return false;
  }
}
