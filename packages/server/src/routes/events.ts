import type { Hono } from 'hono';
import { problem } from '../http/problem.js';
import type { ServerParts } from '../server-parts.js';
import type { Env } from './env.js';

/** `GET /v1/events`: the caller's one stream, as `text/event-stream`. The host's backend has none. */
export function eventRoutes(app: Hono<Env>, parts: ServerParts): void {
  app.get('/v1/events', async (context) => {
    const caller = context.get('caller');
    if (caller.actor.party === 'host') throw problem('not-found');
    const connection = await parts.connections.connect(caller, context.req.header('last-event-id') || undefined);
    return new Response(connection.body, {
      headers: {
        'Content-Type': 'text/event-stream; charset=utf-8',
        'Cache-Control': 'no-store, no-transform',
        // a proxy that gathers frames to send them together would hold them back for ever
        'X-Accel-Buffering': 'no',
      },
    });
  });
}
