import type { AddRoutes } from './env.js';
import { json } from './respond.js';

/** The same for everyone: no token, readable by any page. */
const HEADERS = {
  'Cache-Control': 'public, max-age=300',
  'Access-Control-Allow-Origin': '*',
  'X-Content-Type-Options': 'nosniff',
};

/**
 * `GET /v1/card-keys`: the public keys for verifying card signatures, as a JWK Set (RFC 7517). Registered before the routes that need a
 * token.
 */
export const cardKeyRoutes: AddRoutes = (app, { cardSigner }) => {
  app.get('/v1/card-keys', async () => json({ keys: await cardSigner.publicKeys() }, 200, HEADERS));
};
