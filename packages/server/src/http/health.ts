import { problem } from '../wire/problem.js';
import type { AddRoutes } from './env.js';
import { json } from './respond.js';

/** `GET /healthz`: the process is running. `GET /readyz`: it also reaches its database. */
export const healthRoutes: AddRoutes = (app, { store, report }) => {
  app.get('/healthz', () => json({ status: 'ok' }));
  app.get('/readyz', async () => {
    try {
      await store.ping();
      return json({ status: 'ok' });
    } catch (error) {
      report(error);
      throw problem('unavailable');
    }
  });
};
