// @ts-check
// What a shop has already, as the servers of examples/hosts and examples/messenger need it: sign-in tokens, an order, and files of pages.
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { SignJWT } from 'jose';

const ISSUER = 'https://shop.example';
const AUDIENCE = 'sidecard';
const DAY_MS = 86_400_000;
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

/**
 * Tokens of one shop, under a key that lasts as long as the process.
 *
 * @param {string} merchantId
 */
export function createTokens(merchantId) {
  const key = randomBytes(48);
  return {
    /** What the server checks them with. */
    accepted: { issuer: ISSUER, audience: AUDIENCE, key },
    /** @param {string} sub - who it is @param {Record<string, unknown>} claims */
    tokenOf: (sub, claims) =>
      new SignJWT({ merchantId, ...claims })
        .setProtectedHeader({ alg: 'HS256' })
        .setIssuer(ISSUER)
        .setAudience(AUDIENCE)
        .setSubject(sub)
        .setIssuedAt()
        .setExpirationTime('5m')
        .setJti(randomBytes(9).toString('hex'))
        .sign(key),
  };
}

/**
 * An order of two mugs, which arrived yesterday.
 *
 * @param {string} id @param {{ id: string, name: string }} buyer @param {string} conversationId
 * @returns {import('@sidecard/core').Order}
 */
export function orderOfMugs(id, buyer, conversationId) {
  return {
    id,
    buyer,
    conversationId,
    items: [
      {
        id: 'mug',
        title: 'Fog-blue handmade mug',
        options: '350 ml',
        quantity: 2,
        paid: { amountMinor: 25_800, currency: 'CNY' },
      },
    ],
    paidAtMs: Date.now() - 5 * DAY_MS,
    shippedAtMs: Date.now() - 4 * DAY_MS,
    signedAtMs: Date.now() - DAY_MS,
    shipTo: { name: buyer.name, phone: '13812342716', region: 'Zhejiang Hangzhou Xihu', street: '8 Longjing Road' },
  };
}

/**
 * Answers with a file of a folder; 404 if there is none. Nothing outside the folder is read.
 *
 * @param {string | undefined} folder @param {string} pathname - may be hostile @param {Record<string, string>} [headers]
 */
export async function fileResponse(folder, pathname, headers = {}) {
  const path = normalize(pathname);
  const body = folder && !path.startsWith('..') && (await readFile(join(folder, path)).catch(() => undefined));
  if (!body) return new Response('Not found.\n', { status: 404 });
  const type = TYPES[/** @type {keyof TYPES} */ (extname(path))] ?? 'application/octet-stream';
  return new Response(new Uint8Array(body), { headers: { 'content-type': type, ...headers } });
}
