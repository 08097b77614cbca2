import type { Hono } from 'hono';
import { CARD_KEYS_MAX_AGE_S } from '../deliveries/card-signer.js';
import { json } from '../http/respond.js';
import type { ServerParts } from '../server-parts.js';
import type { Env } from './env.js';

/** The same for everybody: no token, and any page may read it. */
const HEADERS = {
  'Cache-Control': `public, max-age=${CARD_KEYS_MAX_AGE_S}`,
  'Access-Control-Allow-Origin': '*',
  'X-Content-Type-Options': 'nosniff',
};

/** `GET /v1/card-keys`: the public keys that verify the signatures of cards, as a JWK Set (RFC 7517). Added before the routes that need a token. */
export function cardKeyRoutes(app: Hono<Env>, { cardSigner }: ServerParts): void {
  app.get('/v1/card-keys', async () => json({ keys: await cardSigner.publicKeys() }, 200, HEADERS));
}
