import { ticketTypeQuery } from '../schemas/queries.js';
import { describeType } from '../use-cases/describe-type.js';
import { validate } from './body.js';
import type { AddRoutes } from './env.js';
import { json } from './respond.js';

/** A description depends on the party, so shared caches must not store it. */
const VARY = { Vary: 'Authorization' };
const IMMUTABLE = { ...VARY, 'Cache-Control': 'private, max-age=31536000, immutable' };
const CURRENT = { ...VARY, 'Cache-Control': 'private, no-cache' };

/** `GET /v1/ticket-types/{key}?version=…&locale=en,zh-CN`: a type as data. A version never changes. */
export const ticketTypeRoutes: AddRoutes = (app, context) => {
  app.get('/v1/ticket-types/:key', (c) => {
    const { version, locale } = validate(ticketTypeQuery, c.req.query());
    const description = describeType(context, c.get('request'), c.req.param('key'), version, locale);
    return json(description, 200, version === undefined ? CURRENT : IMMUTABLE);
  });
};
