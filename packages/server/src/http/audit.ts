import { auditQuery, DEFAULT_LIMIT } from '../schemas/queries.js';
import { eraseBuyer } from '../use-cases/erase-buyer.js';
import { readAudit } from '../use-cases/read-audit.js';
import { problem } from '../wire/problem.js';
import { hostOnly, idOf, type AddRoutes } from './env.js';
import { queryOf } from './query.js';
import { json } from './respond.js';

/**
 * `GET /v1/audit`, for main accounts and platform staff, and `DELETE /v1/buyers/{id}`, for the host's backend. For everyone else the paths
 * do not exist, with any method.
 */
export const auditRoutes: AddRoutes = (app, context) => {
  app.use('/v1/audit', async (c, next) => {
    const { actor, account } = c.get('request');
    if (actor.party !== 'staff' && !account?.main) throw problem('not-found');
    await next();
  });
  app.use('/v1/buyers/*', hostOnly);

  app.get('/v1/audit', async (c) => {
    const request = c.get('request');
    const { cursor, limit = DEFAULT_LIMIT, by } = queryOf(c, auditQuery);
    const after = cursor && { atMs: cursor.updatedAtMs, id: cursor.id };
    return json(await readAudit(context, request, { by, after, limit }));
  });

  app.delete('/v1/buyers/:id', async (c) => json(await eraseBuyer(context, c.get('request'), idOf(c))));
};
