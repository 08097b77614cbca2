import type { Context, Hono, MiddlewareHandler } from 'hono';
import type { RequestContext, ServerContext } from '../context/context.js';
import type { MessengerPrincipal } from '../context/ports.js';
import type { Connections } from '../streams/connections.js';
import type { EventPolls } from '../streams/event-polls.js';
import type { FeedReaders } from '../streams/feed-readers.js';
import type { Readiness } from '../readiness.js';
import { problem } from '../wire/problem.js';
import { isId } from '../schemas/parts.js';
import type { InTurn } from './account-queues.js';
import type { Observers } from './observe.js';
import type { LimitRequests } from './request-limits.js';

/** What routes share. */
export interface HttpContext extends ServerContext {
  readonly connections: Connections;
  readonly eventPolls: EventPolls;
  readonly feedReaders: FeedReaders;
  readonly limitRequest: LimitRequests['limit'];
  readonly inTurn: InTurn;
  readonly readiness: Readiness;
  readonly observers: Observers;
  /** Origins of pages that may call; see `ServerOptions.allowedOrigins`. */
  readonly allowedOrigins: readonly string[] | '*';
}

/** Variables of the router's context. */
export interface Env {
  Variables: {
    /** Of every request but those of a messenger, which are served without it. */
    request: RequestContext;
    messenger?: MessengerPrincipal;
  };
}

/** Adds a resource's routes. */
export type AddRoutes = (app: Hono<Env>, context: HttpContext) => void;

/** Keeps paths for the host's backend. For everybody else they do not exist, with any method. */
export const hostOnly: MiddlewareHandler<Env> = async (c, next) => {
  if (c.get('request').actor.party !== 'host') throw problem('not-found');
  await next();
};

/**
 * Returns an id in a request's path. An invalid id matches nothing.
 *
 * @throws ProblemError `not-found`
 */
export function idOf(c: Context<Env>, name = 'id'): string {
  const id: unknown = c.req.param(name);
  if (!isId(id)) throw problem('not-found');
  return id;
}
