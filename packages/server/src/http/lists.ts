import { DEFAULT_LIMIT, summaryQuery } from '../schemas/queries.js';
import { countTickets, listSummaries } from '../use-cases/list-summaries.js';
import { invalidPart, problem } from '../wire/problem.js';
import type { AddRoutes } from './env.js';
import { queryOf } from './query.js';
import { json } from './respond.js';

/**
 * `GET /v1/summaries`: lists of tickets, and `GET /v1/queues`: how many there are (R38, R39). For the shop's accounts and staff; the paths do
 * not exist for others.
 */
export const listRoutes: AddRoutes = (app, context) => {
  for (const path of ['/v1/summaries', '/v1/queues']) {
    app.use(path, async (c, next) => {
      const { party } = c.get('request').actor;
      if (party !== 'merchant' && party !== 'staff') throw problem('not-found');
      await next();
    });
  }

  app.get('/v1/summaries', async (c) => {
    const { limit = DEFAULT_LIMIT, cursor, ...filter } = queryOf(c, summaryQuery);
    if (cursor && cursor.sort !== (filter.sort ?? 'changed'))
      throw invalidPart('cursor', 'Must be the `next` of a page of the same list.');
    return json(await listSummaries(context, c.get('request'), filter, { after: cursor, limit }));
  });

  app.get('/v1/queues', async (c) => json(await countTickets(context, c.get('request'))));
};
