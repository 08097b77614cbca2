import { problem } from '../wire/problem.js';
import type { AddRoutes } from './env.js';

/** `GET /v1/events`: the caller's one stream, as `text/event-stream`. The host's backend has none. */
export const eventRoutes: AddRoutes = (app, context) => {
  app.get('/v1/events', async (c) => {
    const request = c.get('request');
    if (request.actor.party === 'host') throw problem('not-found');
    const connection = await context.connections.connect(request, c.req.header('last-event-id') || undefined);
    return new Response(connection.body, {
      headers: {
        'Content-Type': 'text/event-stream; charset=utf-8',
        'Cache-Control': 'no-store, no-transform',
        // Prevents proxies from buffering frames.
        'X-Accel-Buffering': 'no',
      },
    });
  });
};
