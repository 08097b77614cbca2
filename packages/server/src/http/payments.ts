import { DEFAULT_LIMIT, paymentQuery } from '../schemas/queries.js';
import { listPayments } from '../use-cases/list-payments.js';
import { type AddRoutes, hostOnly } from './env.js';
import { queryOf } from './query.js';
import { json } from './respond.js';

const PATH = '/v1/payments';

/** `GET /v1/payments`: what the shop owes its buyers (R45). For the host's backend; the path does not exist for others. */
export const paymentRoutes: AddRoutes = (app, context) => {
  app.use(PATH, hostOnly);
  app.get(PATH, async (c) => {
    const { state = 'due', cursor, limit = DEFAULT_LIMIT } = queryOf(c, paymentQuery);
    return json(await listPayments(context, c.get('request'), { state, after: cursor, limit }));
  });
};
