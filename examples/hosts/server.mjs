// @ts-check
// What the pages in this folder talk to, at one origin: Sidecard's server, and what a shop has already: a sign-in, orders and a chat.
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { createSidecardServer, verifyJwt } from '@sidecard/server';
import { listen, openPglite } from '@sidecard/server/node';
import { SignJWT } from 'jose';
import { createChat } from './shared/chat-server.mjs';

const SHOP = 'shop-1';
const DAY_MS = 86_400_000;
/** Everyone may sign in as anyone here. A real backend asks its own session who this is. */
const PEOPLE = {
  lin: { party: 'merchant', name: 'Lin', main: true },
  mei: { party: 'merchant', name: 'Mei', main: true },
  ada: { party: 'buyer', name: 'Ada' },
};
/** Kits that set `innerHTML` or `style` themselves: with these, the policy only reports. */
const REPORT_ONLY = /^\/(chatscope|webchat|tdesign|deep-chat)\//;
const CSP = "default-src 'self'; img-src 'self' data: blob:; font-src 'self' data:; require-trusted-types-for 'script'";
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

/** Order 7 is that of conversation `chat-7`. @param {string} id @returns {import('@sidecard/core').Order} */
const orderOf = (id) => ({
  id,
  buyer: { id: 'ada', name: PEOPLE.ada.name },
  conversationId: `chat-${id}`,
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
  shipTo: { name: 'Ada', phone: '13812342716', region: 'Zhejiang Hangzhou Xihu', street: '8 Longjing Road' },
});

/**
 * Starts it, on a database in memory.
 *
 * @param {object} options
 * @param {number} [options.port] - 0 picks a free one
 * @param {Readonly<Record<string, string>>} options.folders - what is served below `/NAME/`, by name
 */
export async function startHosts({ port = 0, folders }) {
  const key = randomBytes(48);
  const database = await openPglite();
  const chat = createChat();
  const sidecard = createSidecardServer({
    database,
    verify: verifyJwt({ issuer: 'https://shop.example', audience: 'sidecard', key }),
    orders: async (_, id) => orderOf(id),
  });

  /** @param {keyof PEOPLE} id */
  const tokenOf = (id) =>
    new SignJWT({ merchantId: SHOP, ...PEOPLE[id] })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer('https://shop.example')
      .setAudience('sidecard')
      .setSubject(id)
      .setIssuedAt()
      .setExpirationTime('5m')
      .setJti(randomBytes(9).toString('hex'))
      .sign(key);

  /** A file of a page. @param {string} pathname */
  async function file(pathname) {
    const [, name = '', ...rest] = pathname.split('/');
    const path = normalize(rest.join('/') || 'index.html');
    const folder = Object.hasOwn(folders, name) ? folders[name] : undefined;
    const body = folder && !path.startsWith('..') && (await readFile(join(folder, path)).catch(() => undefined));
    if (!body) return new Response('Not found.\n', { status: 404 });
    return new Response(new Uint8Array(body), {
      headers: {
        'content-type': TYPES[/** @type {keyof TYPES} */ (extname(path))] ?? 'application/octet-stream',
        [`content-security-policy${REPORT_ONLY.test(pathname) ? '-report-only' : ''}`]: CSP,
      },
    });
  }

  /** @param {Request} request */
  async function fetch(request) {
    const { pathname, searchParams } = new URL(request.url);
    const [, first] = pathname.split('/');
    if (first === 'v1') return sidecard.fetch(request);
    if (first === 'chat') return chat.fetch(request);
    const as = /** @type {keyof PEOPLE} */ (searchParams.get('as'));
    if (first === 'token') return new Response(PEOPLE[as] && (await tokenOf(as)), { status: PEOPLE[as] ? 200 : 404 });
    return file(decodeURIComponent(pathname));
  }

  const listening = await listen(
    {
      fetch,
      start: () => sidecard.start(),
      async stop() {
        chat.stop();
        await sidecard.stop();
      },
    },
    { port },
  );

  return {
    url: listening.url,
    /** The buyer asks for the return of a mug. @param {string} orderId */
    async openTicket(orderId) {
      const response = await sidecard.fetch(
        new Request(`${listening.url}/v1/tickets`, {
          method: 'POST',
          headers: {
            authorization: `Bearer ${await tokenOf('ada')}`,
            'content-type': 'application/json',
            'idempotency-key': `open-${orderId}`,
          },
          body: JSON.stringify({
            type: 'return-refund',
            orderId,
            locale: 'en',
            request: {
              refundOnly: false,
              reason: 'damaged',
              text: 'One has a chip in the rim.',
              items: [{ itemId: 'mug', quantity: 1 }],
              amount: { amountMinor: 12_900, currency: 'CNY' },
            },
          }),
        }),
      );
      if (!response.ok) throw new Error(`The ticket was refused: ${await response.text()}`);
      return /** @type {string} */ ((await response.json()).ticket.id);
    },
    async stop() {
      await listening.close();
      await database.close();
    },
  };
}
