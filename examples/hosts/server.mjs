// @ts-check
// What the pages in this folder talk to, at one origin: Sidecard's server, and what a shop has already: a sign-in, orders and a chat.
import { createSidecardServer, verifyJwt } from '@sidecard/server';
import { listen, openPglite } from '@sidecard/server/node';
import { createTokens, fileResponse, orderOfMugs } from '../shared/shop.mjs';
import { createChat } from './shared/chat-server.mjs';

const SHOP = 'shop-1';
/** Everyone may sign in as anyone here. A real backend asks its own session who this is. */
const PEOPLE = {
  lin: { party: 'merchant', name: 'Lin', main: true },
  mei: { party: 'merchant', name: 'Mei', main: true },
  ada: { party: 'buyer', name: 'Ada' },
};
/** Kits that set `innerHTML` or `style` themselves: with these, the policy only reports. */
const REPORT_ONLY = /^\/(chatscope|webchat|tdesign|deep-chat)\//;
const CSP = "default-src 'self'; img-src 'self' data: blob:; font-src 'self' data:; require-trusted-types-for 'script'";

/**
 * Starts it, on a database in memory.
 *
 * @param {object} options
 * @param {number} [options.port] - 0 picks a free one
 * @param {Readonly<Record<string, string>>} options.folders - what is served below `/NAME/`, by name
 */
export async function startHosts({ port = 0, folders }) {
  const tokens = createTokens(SHOP);
  const database = await openPglite();
  const chat = createChat();
  const sidecard = createSidecardServer({
    database,
    verify: verifyJwt(tokens.accepted),
    // Order 7 is that of conversation `chat-7`.
    orders: async (_, id) => orderOfMugs(id, { id: 'ada', name: PEOPLE.ada.name }, `chat-${id}`),
  });

  /** @param {keyof PEOPLE} id */
  const tokenOf = (id) => tokens.tokenOf(id, PEOPLE[id]);

  /** A file of a page. @param {string} pathname */
  function file(pathname) {
    const [, name = '', ...rest] = pathname.split('/');
    return fileResponse(Object.hasOwn(folders, name) ? folders[name] : undefined, rest.join('/') || 'index.html', {
      [`content-security-policy${REPORT_ONLY.test(pathname) ? '-report-only' : ''}`]: CSP,
    });
  }

  /** @param {Request} request */
  async function fetch(request) {
    const { pathname, searchParams } = new URL(request.url);
    const [, first] = pathname.split('/');
    if (first === 'v1') return sidecard.fetch(request);
    if (first === 'chat') return chat.fetch(request);
    if (first === 'token') {
      const as = searchParams.get('as') ?? '';
      if (!Object.hasOwn(PEOPLE, as)) return new Response(null, { status: 404 });
      return new Response(await tokenOf(/** @type {keyof PEOPLE} */ (as)));
    }
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
