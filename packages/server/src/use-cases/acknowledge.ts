import type { RequestContext, ServerContext } from '../context/context.js';
import type { MessengerPrincipal } from '../context/ports.js';
import { isFor } from '../deliveries/push.js';
import type { Delivery } from '../storage/records.js';
import { problem } from '../wire/problem.js';

/**
 * Closes a delivery that the host has shown or posted, for all accounts and the feed. Repeating it has no effect.
 *
 * @throws ProblemError `not-found` if it is not the account's. A messenger acknowledges every delivery of its shop
 */
export async function acknowledge(
  { store, clock }: ServerContext,
  reader: RequestContext | MessengerPrincipal,
  deliveryId: string,
): Promise<void> {
  const mayAcknowledge = (delivery: Delivery) => !('audience' in reader) || isFor(delivery, reader, clock.now());
  const delivery = await store.findDelivery(reader.merchantId, deliveryId);
  if (!delivery || !mayAcknowledge(delivery)) throw problem('not-found');
  await store.closeDeliveries(reader.merchantId, delivery.messageId);
}
