import { feedQuery, DEFAULT_LIMIT } from '../schemas/queries.js';
import { readFeed } from '../use-cases/read-feed.js';
import { problem } from '../wire/problem.js';
import type { AddRoutes } from './env.js';
import { queryOf } from './query.js';
import { json } from './respond.js';

const PATH = '/v1/feed';

/** `GET /v1/feed`: the shop's cards and replies to post, and what happened to its tickets, for tokens of the party `messenger`. The path does not exist for others. */
export const feedRoutes: AddRoutes = (app, context) => {
  app.use(PATH, async (c, next) => {
    if (!c.get('messenger')) throw problem('not-found');
    await next();
  });
  app.get(PATH, async (c) => {
    const messenger = c.get('messenger');
    if (!messenger) throw problem('not-found');
    const { after, wait = 0, limit = DEFAULT_LIMIT, events = false } = queryOf(c, feedQuery);
    const { signal } = c.req.raw;
    const query = { after, limit, events, waitMs: wait * 1000, signal };
    return json(await readFeed(context, context.feedReaders, messenger, query));
  });
};
