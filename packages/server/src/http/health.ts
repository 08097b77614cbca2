import { problem } from '../wire/problem.js';
import type { AddRoutes } from './env.js';
import { json } from './respond.js';

const WHY = {
  draining: 'The server is stopping.',
  'disk-full': 'The disk is full.',
  database: 'The database does not answer.',
};

/**
 * `GET /healthz`: the process is running. `GET /readyz`: it also should get requests: it reaches its database, whose disk is not full, and
 * is not about to stop.
 */
export const healthRoutes: AddRoutes = (app, { readiness }) => {
  app.get('/healthz', () => json({ status: 'ok' }));
  app.get('/readyz', async () => {
    const why = await readiness.check();
    if (why) throw problem('unavailable', { detail: WHY[why] });
    return json({ status: 'ok' });
  });
};
