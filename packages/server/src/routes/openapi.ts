import type { Hono } from 'hono';
import { json } from '../http/respond.js';
import { openApiDocument } from '../openapi/document.js';
import type { ServerParts } from '../server-parts.js';
import type { Env } from './env.js';

/** `GET /openapi.json`. */
export function openApiRoutes(app: Hono<Env>, parts: ServerParts): void {
  const document = openApiDocument(parts.types);
  app.get('/openapi.json', () => json(document));
}
