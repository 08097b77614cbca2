import { sessionQuery } from '../schemas/queries.js';
import { readSession } from '../use-cases/session.js';
import { validate } from './body.js';
import type { AddRoutes } from './env.js';
import { json } from './respond.js';

/** `GET /v1/session`. The client announces its capabilities in the query (R27). */
export const sessionRoutes: AddRoutes = (app, context) => {
  app.get('/v1/session', async (c) => {
    const { protocol, features } = validate(sessionQuery, c.req.query());
    return json(await readSession(context, c.get('request'), { protocol, features }));
  });
};
