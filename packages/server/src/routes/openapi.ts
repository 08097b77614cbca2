import { cardMessageSchema } from '@sidecard/core';
import type { Hono } from 'hono';
import { json } from '../http/respond.js';
import { openApiDocument } from '../openapi/document.js';
import type { ServerParts } from '../server-parts.js';
import type { Env } from './env.js';

/** `GET /openapi.json`, and the message that a card comes in: `GET /card-message.schema.json`. */
export function openApiRoutes(app: Hono<Env>, parts: ServerParts): void {
  const document = openApiDocument(parts.types);
  const schema = cardMessageSchema();
  app.get('/openapi.json', () => json(document));
  app.get('/card-message.schema.json', () => json(schema, 200, { 'Content-Type': 'application/schema+json' }));
}
