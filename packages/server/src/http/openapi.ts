import { cardMessageSchema } from '@sidecard/core';
import type { JsonSchema } from '@sidecard/core/authoring';
import { openApiDocument } from '../openapi/document.js';
import type { AddRoutes } from './env.js';
import { json } from './respond.js';

/** `GET /openapi.json`, and the schema of card messages: `GET /card-message.schema.json`. */
export const openApiRoutes: AddRoutes = (app, { types }) => {
  // Created on first request: most servers never need it.
  let document: JsonSchema | undefined;
  const schema = cardMessageSchema();
  app.get('/openapi.json', () => json((document ??= openApiDocument(types))));
  app.get('/card-message.schema.json', () => json(schema, 200, { 'Content-Type': 'application/schema+json' }));
};
