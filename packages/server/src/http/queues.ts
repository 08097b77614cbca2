import { countQueues } from '../use-cases/read-tickets.js';
import { problem } from '../wire/problem.js';
import type { AddRoutes } from './env.js';
import { json } from './respond.js';

const PATH = '/v1/queues';

/** `GET /v1/queues`: counts of the shop's tickets by queue (R38, R39). For its accounts and staff; the path does not exist for others. */
export const queueRoutes: AddRoutes = (app, context) => {
  app.use(PATH, async (c, next) => {
    const { party } = c.get('request').actor;
    if (party !== 'merchant' && party !== 'staff') throw problem('not-found');
    await next();
  });
  app.get(PATH, async (c) => json(await countQueues(context, c.get('request'))));
};
