import { acknowledge } from '../use-cases/acknowledge.js';
import { idOf, type AddRoutes } from './env.js';
import { noContent } from './respond.js';

/** `POST /v1/deliveries/{id}/ack`: the host has shown or posted the delivery. */
export const deliveryRoutes: AddRoutes = (app, context) => {
  app.post('/v1/deliveries/:id/ack', async (c) => {
    await acknowledge(context, c.get('messenger') ?? c.get('request'), idOf(c));
    return noContent();
  });
};
