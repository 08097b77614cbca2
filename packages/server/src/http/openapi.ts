import { cardMessageSchema } from '@sidecard/core';
import { openApiDocument } from '../openapi/document.js';
import type { AddRoutes } from './env.js';
import { json } from './respond.js';

/** `GET /openapi.json`, and the schema of card messages: `GET /card-message.schema.json`. */
export const openApiRoutes: AddRoutes = (app, { types }) => {
  const document = openApiDocument(types);
  const schema = cardMessageSchema();
  app.get('/openapi.json', () => json(document));
  app.get('/card-message.schema.json', () => json(schema, 200, { 'Content-Type': 'application/schema+json' }));
};
