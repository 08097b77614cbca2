import { archiveChangesBody, archiveCountQuery, archiveExportQuery, archiveQuery } from '../schemas/archive.js';
import { DEFAULT_LIMIT } from '../schemas/queries.js';
import { changeArchive } from '../use-cases/change-archive.js';
import { countArchive, listArchive, mustManageArchive, mustReadArchive } from '../use-cases/read-archive.js';
import { problem } from '../wire/problem.js';
import { readBody, validate } from './body.js';
import type { AddRoutes } from './env.js';
import { queryOf } from './query.js';
import { json, written } from './respond.js';
import { writeKeyOf } from './write.js';

const PATHS = ['/v1/archive', '/v1/archive/*'];
const TYPES = { csv: 'text/csv; charset=utf-8', zip: 'application/zip' } as const;

/**
 * `/v1/archive`: pictures and cases by product and defect (R40, R41). For accounts of the shop; for everyone else these paths do not exist,
 * with any method.
 */
export const archiveRoutes: AddRoutes = (app, context) => {
  for (const path of PATHS) {
    app.use(path, async (c, next) => {
      if (c.get('request').actor.party !== 'merchant') throw problem('not-found');
      await next();
    });
  }

  app.get('/v1/archive', async (c) => {
    const request = c.get('request');
    await mustReadArchive(context, request);
    const { cursor, limit = DEFAULT_LIMIT, ...filter } = queryOf(c, archiveQuery);
    return json(await listArchive(context, request, { ...filterOf(filter), after: cursor, limit }));
  });

  app.get('/v1/archive/counts', async (c) => {
    const request = c.get('request');
    await mustReadArchive(context, request);
    const { by, ...filter } = queryOf(c, archiveCountQuery);
    return json(await countArchive(context, request, { by, ...filterOf(filter) }));
  });

  app.post('/v1/archive/changes', async (c) => {
    const request = c.get('request');
    await mustManageArchive(context, request);
    const { values, bytes } = readBody(c.req.raw);
    const write = await writeKeyOf(c.req.raw, bytes);
    const { changes } = validate(archiveChangesBody, values);
    const result = await changeArchive(context, request, changes, write);
    return written(result, { results: result.results }, 200);
  });

  app.get('/v1/archive/export', async (c) => {
    const request = c.get('request');
    await mustManageArchive(context, request);
    const { format, locale = request.policy.locale, ...filter } = queryOf(c, archiveExportQuery);
    const { exportArchive } = await import('../use-cases/export-archive.js');
    const { name, body } = exportArchive(context, request, { format, locale, ...filterOf(filter) });
    return new Response(body, {
      headers: {
        'Content-Type': TYPES[format],
        'Content-Disposition': `attachment; filename="${name}"`,
        'Cache-Control': 'private, no-store',
      },
    });
  });
};

/** Names the parts of a filter as the store does. */
function filterOf<
  Filter extends { readonly from?: number; readonly before?: number; readonly search?: readonly string[] },
>({ from, before, search, ...rest }: Filter) {
  return { ...rest, fromMs: from, beforeMs: before, words: search };
}
