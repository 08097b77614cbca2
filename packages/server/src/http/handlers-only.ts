import type { Hono } from 'hono';
import { mustHandle } from '../use-cases/must-handle.js';
import type { Env, HttpContext } from './env.js';

/** Keeps paths for the shop's handlers. For other parties the paths do not exist, with any method. */
export function handlersOnly(app: Hono<Env>, context: HttpContext, ...paths: readonly string[]): void {
  for (const path of paths) {
    app.use(path, async (c, next) => {
      await mustHandle(context, c.get('request'));
      await next();
    });
  }
}
