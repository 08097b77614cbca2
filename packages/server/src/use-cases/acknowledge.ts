import type { RequestContext, ServerContext } from '../context/context.js';
import { isFor } from '../deliveries/push.js';
import { problem } from '../wire/problem.js';

/**
 * Closes a delivery that the host has shown or posted, for all accounts. Repeating it has no effect.
 *
 * @throws ProblemError `not-found` if it is not the account's
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
