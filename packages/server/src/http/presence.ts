import { presenceBody } from '../schemas/bodies.js';
import { reportPresence } from '../use-cases/report-presence.js';
import { readBody, validate } from './body.js';
import { idOf, type AddRoutes } from './env.js';
import { handlersOnly } from './handlers-only.js';
import { noContent } from './respond.js';

const PATH = '/v1/tickets/:id/presence';

/** `/v1/tickets/{id}/presence`: only between the shop’s handlers. For other parties the path does not exist, with any method. */
export const presenceRoutes: AddRoutes = (app, context) => {
  handlersOnly(app, context, PATH);

  app.post(PATH, async (c) => {
    const id = idOf(c);
    const { values } = readBody(c.req.raw);
    const { state } = validate(presenceBody, values);
    await reportPresence(context, c.get('request'), id, state);
    return noContent();
  });
};
