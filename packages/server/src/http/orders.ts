import { factsBody } from '../schemas/bodies.js';
import { requestOptions } from '../use-cases/request-options.js';
import { putOrder, readOrder, recordFacts } from '../use-cases/orders.js';
import { problem } from '../wire/problem.js';
import { LARGE, readBody, validate } from './body.js';
import { hostOnly, idOf, type AddRoutes } from './env.js';
import { json, written } from './respond.js';
import { writeKeyOf } from './write.js';

/** How many requests of one account may ask the host about orders at the same time. */
const LOOK_UPS_AT_ONCE = 8;

/** `/v1/orders`: the host's orders. For its backend, apart from the requests that can be made; the other paths do not exist for others. */
export const orderRoutes: AddRoutes = (app, context) => {
  const lookUps = new Map<string, number>();
  // For everybody who opens tickets.
  app.get('/v1/orders/:id/request-options', async (c) => {
    const request = c.get('request');
    const key = JSON.stringify([request.merchantId, request.principalKey]);
    const running = lookUps.get(key) ?? 0;
    if (running >= LOOK_UPS_AT_ONCE) throw problem('rate-limited', {}, { 'Retry-After': '1' });
    lookUps.set(key, running + 1);
    try {
      const answer = await requestOptions(context, request, idOf(c));
      if (answer.order.shipTo) context.audit.addressRead(request, { where: 'order', orderId: answer.order.id });
      return json(answer);
    } finally {
      const left = (lookUps.get(key) ?? 1) - 1;
      if (left > 0) lookUps.set(key, left);
      else lookUps.delete(key);
    }
  });

  app.use('/v1/orders/*', hostOnly);

  app.get('/v1/orders/:id', async (c) => json(await readOrder(context, c.get('request'), idOf(c))));

  app.put('/v1/orders/:id', async (c) => {
    const id = idOf(c);
    const { values, bytes } = readBody(c.req.raw, LARGE);
    const write = await writeKeyOf(c.req.raw, bytes);
    const result = await putOrder(context, c.get('request'), id, values, write);
    return written(result, result.answer, 200);
  });

  app.post('/v1/orders/:id/facts', async (c) => {
    const id = idOf(c);
    const { values, bytes } = readBody(c.req.raw, LARGE);
    const write = await writeKeyOf(c.req.raw, bytes);
    const { facts } = validate(factsBody, values);
    const result = await recordFacts(context, c.get('request'), id, facts, write);
    return written(result, result.answer, 200);
  });
};
