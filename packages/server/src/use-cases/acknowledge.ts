import type { RequestContext, ServerContext } from '../context/context.js';
import { isFor } from '../deliveries/push.js';
import { problem } from '../wire/problem.js';

/**
 * Closes what the host has shown or posted, for all accounts. Doing so again changes nothing.
 *
 * @throws ProblemError `not-found` when it is not the caller's
 */
export async function acknowledge(
  { store, clock }: ServerContext,
  request: RequestContext,
  deliveryId: string,
): Promise<void> {
  const delivery = await store.findDelivery(request.merchantId, deliveryId);
  if (!delivery || !isFor(delivery, request, clock.now())) throw problem('not-found');
  await store.closeDeliveries(request.merchantId, delivery.messageId);
}
