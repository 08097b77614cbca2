import type { RequestContext, ServerContext } from '../context/context.js';
import { isFor } from '../deliveries/push.js';
import { problem } from '../wire/problem.js';

/**
 * Closes a delivery that the host has shown or posted. Doing so again changes nothing.
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
  await store.closeDelivery(request.merchantId, deliveryId);
}
