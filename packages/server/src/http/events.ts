import { FEED_WAIT_S, KNOWS_RELATED } from '@sidecard/core/wire';
import { eventQuery } from '../schemas/queries.js';
import { problem } from '../wire/problem.js';
import type { AddRoutes } from './env.js';
import { queryOf } from './query.js';
import { json } from './respond.js';

const STREAM_HEADERS = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-store, no-transform',
  // Prevents proxies from buffering frames.
  'X-Accel-Buffering': 'no',
};

/**
 * `GET /v1/events`: the caller's one stream, as `text/event-stream`, or as a long poll if the caller accepts only JSON; see `EventPage`.
 * The host's backend has none.
 */
export const eventRoutes: AddRoutes = (app, context) => {
  app.get('/v1/events', async (c) => {
    const request = c.get('request');
    if (request.actor.party === 'host') throw problem('not-found');
    // It asks what there is, and reads nothing.
    if (c.req.method === 'HEAD') return new Response(null, { headers: STREAM_HEADERS });
    const accept = c.req.header('accept')?.toLowerCase() ?? '';
    const start = {
      lastEventId: c.req.header('last-event-id') || undefined,
      knowsRelated: accept.replaceAll(' ', '').includes(`;${KNOWS_RELATED}`),
    };
    if (accept.includes('application/json') && !accept.includes('text/event-stream')) {
      const { poll, wait = FEED_WAIT_S } = queryOf(c, eventQuery);
      const { signal } = c.req.raw;
      return json(await context.eventPolls.poll(request, { ...start, poll, waitMs: wait * 1000, signal }));
    }
    const connection = await context.connections.connect(request, start);
    return new Response(connection.body(), { headers: STREAM_HEADERS });
  });
};
