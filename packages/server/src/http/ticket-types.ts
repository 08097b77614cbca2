import { isLanguageTag } from '@sidecard/core/server';
import { describeType } from '../use-cases/describe-type.js';
import { invalid } from '../wire/problem.js';
import type { AddRoutes } from './env.js';
import { json } from './respond.js';

const MAX_LOCALES = 10;

/** What a party may know of a type depends on the party, so no shared cache may keep it. */
const VARY = { Vary: 'Authorization' };
const IMMUTABLE = { ...VARY, 'Cache-Control': 'private, max-age=31536000, immutable' };
const CURRENT = { ...VARY, 'Cache-Control': 'private, no-cache' };

/** `GET /v1/ticket-types/{key}?version=…&locale=en,zh-CN`: a type as data. A version never changes. */
export const ticketTypeRoutes: AddRoutes = (app, context) => {
  app.get('/v1/ticket-types/:key', (c) => {
    const { version, locale } = c.req.query();
    const description = describeType(context, c.get('request'), c.req.param('key'), version, localesIn(locale));
    return json(description, 200, version === undefined ? CURRENT : IMMUTABLE);
  });
};

function localesIn(value: string | undefined): readonly string[] | undefined {
  if (value === undefined) return undefined;
  const locales = value.split(',', MAX_LOCALES + 1);
  if (locales.length > MAX_LOCALES || !locales.every(isLanguageTag))
    throw invalid('"locale" must be language tags separated by commas, such as "en,zh-CN".');
  return locales;
}
