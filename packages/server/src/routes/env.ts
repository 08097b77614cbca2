import type { Context } from 'hono';
import type { Caller } from '../auth/caller.js';
import { isId } from '../auth/principal.js';
import { problem } from '../http/problem.js';
import type { ServerParts } from '../server-parts.js';

/** What the router carries along with a request. */
export interface Env {
  Variables: { caller: Caller };
}

/** Adds a resource's routes. */
export type AddRoutes<App> = (app: App, parts: ServerParts) => void;

/**
 * The id in a request's path. What cannot be an id names nothing.
 *
 * @throws ProblemError `not-found`
 */
export function idOf(context: Context<Env>): string {
  const id: unknown = context.req.param('id');
  if (!isId(id)) throw problem('not-found');
  return id;
}
