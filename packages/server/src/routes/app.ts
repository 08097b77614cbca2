import { Hono } from 'hono';
import { callerOf } from '../auth/caller.js';
import { corsHeaders, preflight } from '../http/cors.js';
import { problem, ProblemError, problemResponse } from '../http/problem.js';
import type { ServerParts } from '../server-parts.js';
import { accountRoutes } from './accounts.js';
import { cardKeyRoutes } from './card-keys.js';
import { deliveryRoutes } from './deliveries.js';
import type { Env } from './env.js';
import { eventRoutes } from './events.js';
import { healthRoutes } from './health.js';
import { openApiRoutes } from './openapi.js';
import { queueRoutes } from './queues.js';
import { sessionRoutes } from './session.js';
import { staffMessageRoutes } from './staff-messages.js';
import { ticketRoutes } from './tickets.js';

/** Creates the router. Under `/v1` a caller without a valid token gets the card keys alone, and is not even told what paths there are. */
export function createApp(parts: ServerParts): Hono<Env> {
  const app = new Hono<Env>();
  cardKeyRoutes(app, parts);

  app.use(async (context, next) => {
    if (context.req.method === 'OPTIONS') return preflight(context.req.raw, parts.allowedOrigins);
    await next();
    for (const [name, value] of Object.entries(corsHeaders(context.req.raw, parts.allowedOrigins))) {
      context.res.headers.set(name, value);
    }
    context.res.headers.set('X-Content-Type-Options', 'nosniff');
    return undefined;
  });
  app.use('/v1/*', async (context, next) => {
    context.set('caller', await callerOf(context.req.raw, parts));
    await next();
  });

  for (const add of [
    healthRoutes,
    openApiRoutes,
    sessionRoutes,
    ticketRoutes,
    queueRoutes,
    staffMessageRoutes,
    eventRoutes,
    deliveryRoutes,
    accountRoutes,
  ]) {
    add(app, parts);
  }
  refuseOtherMethods(app);

  app.notFound(() => problemResponse(problem('not-found')));
  app.onError((error) => {
    if (error instanceof ProblemError) return problemResponse(error);
    parts.report(error);
    return problemResponse(problem('unavailable', {}, { 'Retry-After': '1' }));
  });
  return app;
}

/** A path that exists says so to a method that it has not. Added last, so that whoever may not know of a path has been told already. */
function refuseOtherMethods(app: Hono<Env>): void {
  const methods = new Map<string, Set<string>>();
  for (const { path, method } of app.routes) {
    if (method === 'ALL') continue;
    const known = methods.get(path) ?? new Set();
    methods.set(path, known.add(method));
  }
  for (const [path, known] of methods) {
    const allow = [...known].sort().join(', ');
    app.all(path, () => {
      throw problem('method-not-allowed', {}, { Allow: allow });
    });
  }
}
