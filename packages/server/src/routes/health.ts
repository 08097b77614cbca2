import type { Hono } from 'hono';
import { sql } from 'kysely';
import { problem } from '../http/problem.js';
import { json } from '../http/respond.js';
import type { ServerParts } from '../server-parts.js';
import type { Env } from './env.js';

/** `GET /healthz`: the process lives. `GET /readyz`: it can also work. */
export function healthRoutes(app: Hono<Env>, parts: ServerParts): void {
  app.get('/healthz', () => json({ status: 'ok' }));
  app.get('/readyz', async () => {
    try {
      await sql`select 1`.execute(parts.db);
      return json({ status: 'ok' });
    } catch (error) {
      parts.report(error);
      throw problem('unavailable');
    }
  });
}
