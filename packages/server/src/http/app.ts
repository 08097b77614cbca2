import { isMessengerRequest } from '@sidecard/core/wire';
import { Hono } from 'hono';
import { authenticate, requestOf } from '../accounts/authenticate.js';
import { problem, ProblemError } from '../wire/problem.js';
import { accountRoutes } from './accounts.js';
import { archiveRoutes } from './archive.js';
import { auditRoutes } from './audit.js';
import { attachmentRoutes } from './attachments.js';
import { cardKeyRoutes } from './card-keys.js';
import { colleagueRoutes } from './colleagues.js';
import { corsHeaders, preflight } from './cors.js';
import { deliveryRoutes } from './deliveries.js';
import type { AddRoutes, Env, HttpContext } from './env.js';
import { eventRoutes } from './events.js';
import { feedRoutes } from './feed.js';
import { healthRoutes } from './health.js';
import { listRoutes } from './lists.js';
import { observing } from './observe.js';
import { openApiRoutes } from './openapi.js';
import { paymentRoutes } from './payments.js';
import { noteRoutes } from './notes.js';
import { presenceRoutes } from './presence.js';
import { orderRoutes } from './orders.js';
import { problemResponse } from './respond.js';
import { sessionRoutes } from './session.js';
import { staffMessageRoutes } from './staff-messages.js';
import { templateRoutes } from './templates.js';
import { ticketTypeRoutes } from './ticket-types.js';
import { ticketRoutes } from './tickets.js';
import { webhookRoutes } from './webhooks.js';

const ROUTES: readonly AddRoutes[] = [
  healthRoutes,
  openApiRoutes,
  sessionRoutes,
  ticketRoutes,
  ticketTypeRoutes,
  orderRoutes,
  listRoutes,
  paymentRoutes,
  staffMessageRoutes,
  eventRoutes,
  deliveryRoutes,
  feedRoutes,
  accountRoutes,
  colleagueRoutes,
  noteRoutes,
  presenceRoutes,
  templateRoutes,
  attachmentRoutes,
  archiveRoutes,
  auditRoutes,
  webhookRoutes,
];

/** A token is checked again if the request's body, or its turn, has taken longer than this, in milliseconds. */
const CHECKED_MS = 1_000;

/** Creates the router. Without a valid token, `/v1` answers only the card keys, and does not reveal which paths exist. */
export function createApp(context: HttpContext): Hono<Env> {
  const app = new Hono<Env>();
  app.use(observing(context, context.observers));
  cardKeyRoutes(app, context);

  app.use(async (c, next) => {
    if (c.req.method === 'OPTIONS') return preflight(c.req.raw, context.allowedOrigins);
    await next();
    for (const [name, value] of Object.entries(corsHeaders(c.req.raw, context.allowedOrigins))) {
      c.res.headers.append(name, value);
    }
    c.res.headers.set('X-Content-Type-Options', 'nosniff');
    return undefined;
  });
  app.use('/v1/*', async (c, next) => {
    const [, token] = /^Bearer +([\w.~+/=-]+)$/i.exec(c.req.header('authorization') ?? '') ?? [];
    const checkedAtMs = context.clock.now();
    let principal = await authenticate(token, context);
    context.limitRequest(c.req, principal);
    await context.inTurn(c.req.raw, c.req.path, principal, async () => {
      if (Math.abs(context.clock.now() - checkedAtMs) > CHECKED_MS) principal = await authenticate(token, context);
      if (principal.party !== 'messenger') c.set('request', await requestOf(principal, context));
      else if (isMessengerRequest(c.req.method, c.req.path)) c.set('messenger', principal);
      else throw problem('not-found');
      await next();
    });
  });

  for (const add of ROUTES) add(app, context);
  refuseOtherMethods(app);

  app.notFound(() => problemResponse(problem('not-found')));
  app.onError((error) => {
    if (error instanceof ProblemError) return problemResponse(error);
    context.report(error);
    return problemResponse(problem('unavailable', {}, { 'Retry-After': '1' }));
  });
  return app;
}

/** Answers 405 to methods that a path does not have. Added last, after the 404 for callers who must not learn of a path. */
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
