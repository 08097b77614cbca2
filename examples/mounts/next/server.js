import { createSidecardServer, verifyJwt } from '@sidecard/server';
import { createMapsStore } from '@sidecard/server/memory';

async function start() {
  const key = process.env.SIDECARD_JWT_SECRET;
  if (!key) throw new Error('SIDECARD_JWT_SECRET is missing.');
  const server = createSidecardServer({
    // In production, its database is PostgreSQL.
    database: { store: createMapsStore() },
    verify: verifyJwt({ issuer: 'https://shop.example', audience: 'sidecard', key }),
  });
  await server.start();
  return server;
}

/** One per process, started by the first request: a build starts none. */
export const server = {
  async fetch(request) {
    globalThis.sidecard ??= start();
    return (await globalThis.sidecard).fetch(request);
  },
};
