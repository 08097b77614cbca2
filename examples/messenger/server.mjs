// @ts-check
// Everything of this example in one process and one folder: Prosody, Sidecard's server, the shop's backend, and the two pages.
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createSidecardServer, verifyJwt } from '@sidecard/server';
import { listen, openPglite } from '@sidecard/server/node';
import { SignJWT } from 'jose';
import { addressOfBuyer, SHOP_ADDRESS, startBackend } from './backend.mjs';
import { DOMAIN, startProsody } from './prosody.mjs';

const SHOP = 'tea-house';
const ISSUER = 'https://shop.example';
const DAY_MS = 86_400_000;
const here = fileURLToPath(new URL('.', import.meta.url));
const converse = join(here, 'node_modules/converse.js/dist');
const TYPES = {
  ...{ '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json' },
  ...{ '.svg': 'image/svg+xml', '.png': 'image/png', '.woff2': 'font/woff2', '.wasm': 'application/wasm' },
};

/** Everyone may sign in as anyone here. A real backend asks its own session who this is. */
const PEOPLE = {
  li: { party: 'merchant', name: 'Li', main: true },
  wang: { party: 'buyer', name: 'Wang' },
};

/** Any order is Wang's. @param {string} id */
const orderOf = (id) => ({
  id,
  buyer: { id: 'wang', name: PEOPLE.wang.name },
  conversationId: 'wang',
  items: [
    {
      ...{ id: 'mug', title: 'Fog-blue handmade mug', options: '350 ml', quantity: 2 },
      paid: { amountMinor: 25_800, currency: 'CNY' },
    },
  ],
  paidAtMs: Date.now() - 5 * DAY_MS,
  shippedAtMs: Date.now() - 4 * DAY_MS,
  signedAtMs: Date.now() - DAY_MS,
  shipTo: { name: 'Wang', phone: '13812342716', region: 'Zhejiang Hangzhou Xihu', street: '8 Longjing Road' },
});

/**
 * @param {object} options
 * @param {string} options.folder - for everything that is written
 * @param {string} options.pages - where the pages were built
 * @param {number} [options.port] - of the pages; 0 picks a free one
 */
export async function startMessenger({ folder, pages, port = 0 }) {
  const key = randomBytes(48);
  const secret = randomBytes(18).toString('base64url');
  const passwords = { li: randomBytes(18).toString('base64url'), wang: randomBytes(18).toString('base64url') };
  mkdirSync(folder, { recursive: true });
  const people = {
    li: { password: passwords.li, contacts: { [addressOfBuyer('wang')]: 'Wang' } },
    wang: { password: passwords.wang, contacts: { [SHOP_ADDRESS]: 'Tea house' } },
  };
  const prosody = await startProsody({ folder: join(folder, 'prosody'), people, secret });
  const database = await openPglite(join(folder, 'sidecard'));
  const sidecard = createSidecardServer({
    database,
    verify: verifyJwt({ issuer: ISSUER, audience: 'sidecard', key }),
    orders: async (_, id) => orderOf(id),
  });

  /** @param {string} sub @param {Record<string, unknown>} claims */
  const tokenOf = (sub, claims) =>
    new SignJWT({ merchantId: SHOP, ...claims })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer(ISSUER)
      .setAudience('sidecard')
      .setSubject(sub)
      .setIssuedAt()
      .setExpirationTime('5m')
      .setJti(randomBytes(9).toString('hex'))
      .sign(key);

  /** What a signed-in page needs. @param {keyof PEOPLE} as */
  const accountOf = async (as) => ({
    token: await tokenOf(as, PEOPLE[as]),
    jid: `${as}@${DOMAIN}`,
    password: passwords[as],
    peer: as === 'li' ? addressOfBuyer('wang') : SHOP_ADDRESS,
    websocketUrl: prosody.websocketUrl,
  });

  /** @param {string} base @param {string} pathname */
  async function file(base, pathname) {
    const path = normalize(pathname);
    const body = path.startsWith('..') ? undefined : await readFile(join(base, path)).catch(() => undefined);
    if (!body) return new Response('Not found.\n', { status: 404 });
    const type = TYPES[/** @type {keyof TYPES} */ (extname(path))] ?? 'application/octet-stream';
    return new Response(new Uint8Array(body), { headers: { 'content-type': type } });
  }

  /** @param {Request} request */
  async function fetch(request) {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname.startsWith('/v1/')) return sidecard.fetch(request);
    if (pathname.startsWith('/converse/'))
      return file(converse, decodeURIComponent(pathname.slice('/converse/'.length)));
    if (pathname !== '/account') return file(pages, decodeURIComponent(pathname.slice(1)) || 'index.html');
    const as = searchParams.get('as') ?? '';
    return Object.hasOwn(PEOPLE, as)
      ? Response.json(await accountOf(/** @type {keyof PEOPLE} */ (as)))
      : new Response(null, { status: 404 });
  }

  const listening = await listen({ fetch, start: () => sidecard.start(), stop: () => sidecard.stop() }, { port });
  const backend = await startBackend({
    componentPort: prosody.componentPort,
    secret,
    agent: 'li',
    buyers: ['wang'],
    sidecardUrl: listening.url,
    token: () => tokenOf('chat-backend', { party: 'messenger' }),
  });

  return {
    url: listening.url,
    /** For other XMPP clients. */
    account: accountOf,
    clientPort: prosody.clientPort,
    async stop() {
      await backend.stop();
      await listening.close();
      await database.close();
      await prosody.stop();
    },
  };
}
