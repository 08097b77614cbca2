import { serve } from '@hono/node-server';
import { Hono } from 'hono';

/** Sidecard's server below /after-sales of a Hono app. */
export function start(server, port) {
  const app = new Hono();
  app.get('/', (c) => c.text('The shop.'));
  app.mount('/after-sales', (request) => server.fetch(request));
  return serve({ fetch: app.fetch, port, hostname: '127.0.0.1' });
}
