import { DEFAULT_LIMIT } from '../schemas/queries.js';
import { webhookBody, webhookDeliveryQuery, webhookReplayBody } from '../schemas/webhooks.js';
import {
  deleteWebhook,
  listWebhookDeliveries,
  listWebhooks,
  replayWebhooks,
  rotateWebhookSecret,
  saveWebhook,
  sendWebhookAgain,
} from '../use-cases/webhooks.js';
import { readBody, validate } from './body.js';
import { hostOnly, idOf, type AddRoutes } from './env.js';
import { queryOf } from './query.js';
import { json, noContent } from './respond.js';

const PATH = '/v1/webhooks';

/** `/v1/webhooks`: where the server sends what happens. For the host's backend, if the server sends webhooks; else the paths do not exist. */
export const webhookRoutes: AddRoutes = (app, context) => {
  if (!context.webhooks) return;
  app.use(PATH, hostOnly);
  app.use(`${PATH}/*`, hostOnly);

  app.get(PATH, async (c) => json(await listWebhooks(context, c.get('request'))));

  app.put(`${PATH}/:id`, async (c) => {
    const id = idOf(c);
    const { values } = readBody(c.req.raw);
    return json(await saveWebhook(context, c.get('request'), id, validate(webhookBody, values)));
  });

  app.delete(`${PATH}/:id`, async (c) => {
    await deleteWebhook(context, c.get('request'), idOf(c));
    return noContent();
  });

  app.post(`${PATH}/:id/secret`, async (c) => json(await rotateWebhookSecret(context, c.get('request'), idOf(c))));

  app.post(`${PATH}/:id/replay`, async (c) => {
    const id = idOf(c);
    const { values } = readBody(c.req.raw);
    const { sinceMs } = validate(webhookReplayBody, values);
    return json(await replayWebhooks(context, c.get('request'), id, sinceMs));
  });

  app.get(`${PATH}/:id/deliveries`, async (c) => {
    const { state, cursor, limit = DEFAULT_LIMIT } = queryOf(c, webhookDeliveryQuery);
    return json(await listWebhookDeliveries(context, c.get('request'), idOf(c), { state, before: cursor, limit }));
  });

  app.post(`${PATH}/:id/deliveries/:delivery/send`, async (c) =>
    json(await sendWebhookAgain(context, c.get('request'), idOf(c), idOf(c, 'delivery'))),
  );
};
