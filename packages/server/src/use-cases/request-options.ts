import { orderFor, requestOptions as optionsOf } from '@sidecard/core/server';
import type { RequestOptionsAnswer } from '@sidecard/core/wire';
import type { RequestContext, ServerContext } from '../context/context.js';
import { problem } from '../wire/problem.js';
import { findOrder, lookUpOrder, syncOrder } from './sync-order.js';

/**
 * Lists the requests that the account can make about an order.
 *
 * @throws ProblemError `not-found` if the order does not exist or is not the buyer's; `unavailable` if the host could not be reached
 */
export async function requestOptions(
  context: ServerContext,
  request: RequestContext,
  orderId: string,
): Promise<RequestOptionsAnswer> {
  const { store, types, clock } = context;
  const { merchantId, buyerId, actor, audience, policy } = request;
  const told = await lookUpOrder(context, merchantId, orderId);
  const isTheirs = (buyer: string): boolean => buyerId === undefined || buyer === buyerId;
  const known = await findOrder(store, merchantId, orderId);
  // Of another buyer's order not even the look-up is stored.
  if (![told, known].every((order) => !order || isTheirs(order.buyer.id))) throw problem('not-found');
  const order = await syncOrder(context, request, orderId, { order: told, from: 'look-up' });
  if (!order || !isTheirs(order.buyer.id)) throw problem('not-found');
  const related = await store.ticketsOfOrders(merchantId, [orderId]);
  const situation = { now: clock.now(), policy, types, related };
  return { order: orderFor(order, audience), options: optionsOf(order, actor, audience, situation) };
}
