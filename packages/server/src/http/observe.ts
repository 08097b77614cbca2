import type { Context, MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import type { RequestEntry, Trace } from '../context/observed.js';
import { ProblemError } from '../wire/problem.js';
import type { Env, HttpContext } from './env.js';

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
/** Not counted and not logged: what balancers ask every second. */
const PROBES = new Set(['/healthz', '/readyz']);
const STREAMS = new Set(['/v1/events', '/v1/feed']);

/** What is told of requests, and to whom. */
export interface Observers {
  readonly onRequest?: ((entry: RequestEntry) => void) | undefined;
  readonly trace?: Trace | undefined;
}

/** Counts every request, tells it to a log, and traces it. Registered before all routes. */
export function observing(
  { metrics, report }: Pick<HttpContext, 'metrics' | 'report'>,
  { onRequest, trace }: Observers,
): MiddlewareHandler<Env> {
  return async (c, next) => {
    const beganAtMs = performance.now();
    const route = routeOf(c);
    if (PROBES.has(route)) return next();
    const run = async (): Promise<RequestEntry> => {
      await next();
      const entry = entryOf(c, route, performance.now() - beganAtMs);
      metrics.requestSeconds.observe([kindOf(entry.method, route)], entry.tookMs / 1000);
      note(entry, { metrics, report }, onRequest);
      return entry;
    };
    if (!trace) return void (await run());
    await trace({ method: methodOf(c), route, headers: c.req.raw.headers }, run);
  };
}

/** Counts a request that was answered with 503 because the server's database cannot be reached, before the router saw it. */
export function notPrepared(
  { method, url }: Request,
  context: Pick<HttpContext, 'metrics' | 'report'>,
  { onRequest }: Observers,
): void {
  if (PROBES.has(new URL(url).pathname)) return;
  const known = METHODS.has(method) ? method : 'other';
  note(
    { atMs: Date.now(), method: known, route: 'none', status: 503, tookMs: 0, code: 'unavailable' },
    context,
    onRequest,
  );
}

function note(
  entry: RequestEntry,
  { metrics, report }: Pick<HttpContext, 'metrics' | 'report'>,
  onRequest: Observers['onRequest'],
): void {
  const { method, route, status, code } = entry;
  metrics.requests.add([method, route, String(status)]);
  if (code) metrics.refusals.add([code]);
  try {
    onRequest?.(entry);
  } catch (error) {
    report(error);
  }
}

function entryOf(c: Context<Env>, route: string, tookMs: number): RequestEntry {
  const request = c.get('request') as Env['Variables']['request'] | undefined;
  const principal = request?.principal ?? c.get('messenger');
  return {
    atMs: Date.now(),
    method: methodOf(c),
    route,
    status: c.res.status,
    tookMs: Math.round(tookMs * 10) / 10,
    ...codeOf(c),
    ...(principal ? { party: principal.party, merchantId: principal.merchantId } : {}),
    ...(principal && principal.party !== 'buyer' ? { accountId: principal.accountId } : {}),
  };
}

function codeOf({ error, res: { status } }: Context<Env>): Pick<RequestEntry, 'code'> {
  if (error) return { code: error instanceof ProblemError ? error.problem.code : 'unavailable' };
  // No route answered.
  return status === 404 ? { code: 'not-found' } : {};
}

/** The pattern of the route that answers: never a part of the address itself. */
function routeOf(c: Context<Env>): string {
  const path = routePath(c, -1);
  return path.includes('*') ? 'none' : path;
}

const methodOf = (c: Context<Env>) => (METHODS.has(c.req.method) ? c.req.method : 'other');

function kindOf(method: string, route: string): string {
  if (STREAMS.has(route)) return 'stream';
  return method === 'GET' || method === 'HEAD' ? 'read' : 'write';
}
