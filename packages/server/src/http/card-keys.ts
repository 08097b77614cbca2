import type { AddRoutes } from './env.js';
import { json } from './respond.js';

/** The same for everybody: no token, and any page may read it. */
const HEADERS = {
  'Cache-Control': 'public, max-age=300',
  'Access-Control-Allow-Origin': '*',
  'X-Content-Type-Options': 'nosniff',
};

/** `GET /v1/card-keys`: the public keys that verify the signatures of cards, as a JWK Set (RFC 7517). Added before what asks for a token. */
export const cardKeyRoutes: AddRoutes = (app, { cardSigner }) => {
  app.get('/v1/card-keys', async () => json({ keys: await cardSigner.publicKeys() }, 200, HEADERS));
};
