import type { Hono } from 'hono';
import { isFor } from '../deliveries/push.js';
import { problem } from '../http/problem.js';
import { noContent } from '../http/respond.js';
import type { ServerParts } from '../server-parts.js';
import { closeDeliveries, findDelivery } from '../storage/deliveries.js';
import { idOf, type Env } from './env.js';

/** `POST /v1/deliveries/{id}/ack`: the host has shown or posted it. The first closes it for all accounts. */
export function deliveryRoutes(app: Hono<Env>, parts: ServerParts): void {
  app.post('/v1/deliveries/:id/ack', async (context) => {
    const caller = context.get('caller');
    const id = idOf(context);
    const delivery = await findDelivery(parts.db, caller.merchantId, id);
    const mine = delivery && isFor(delivery, { caller, account: caller.account }, parts.clock.now());
    if (!mine) throw problem('not-found');
    await closeDeliveries(parts.db, caller.merchantId, delivery.messageId);
    return noContent();
  });
}
