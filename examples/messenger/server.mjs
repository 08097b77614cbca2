// @ts-check
// Everything of this example in one process and one folder: Prosody, Sidecard's server, the shop's backend, and the two pages.
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createSidecardServer, verifyJwt } from '@sidecard/server';
import { listen, openPglite } from '@sidecard/server/node';
import { createTokens, fileResponse, orderOfMugs } from '../shared/shop.mjs';
import { addressOfBuyer, SHOP_ADDRESS, startBackend } from './backend.mjs';
import { DOMAIN, startProsody } from './prosody.mjs';

const SHOP = 'tea-house';
const here = fileURLToPath(new URL('.', import.meta.url));
const converse = join(here, 'node_modules/converse.js/dist');

/** Everyone may sign in as anyone here. A real backend asks its own session who this is. */
const PEOPLE = {
  li: { party: 'merchant', name: 'Li', main: true },
  wang: { party: 'buyer', name: 'Wang' },
};

/**
 * @param {object} options
 * @param {string} options.folder - for everything that is written
 * @param {string} options.pages - where the pages were built
 * @param {number} [options.port] - of the pages; 0 picks a free one
 */
export async function startMessenger({ folder, pages, port = 0 }) {
  const secret = randomBytes(18).toString('base64url');
  const passwords = { li: randomBytes(18).toString('base64url'), wang: randomBytes(18).toString('base64url') };
  const tokens = createTokens(SHOP);
  mkdirSync(folder, { recursive: true });
  const people = {
    li: { password: passwords.li, contacts: { [addressOfBuyer('wang')]: 'Wang' } },
    wang: { password: passwords.wang, contacts: { [SHOP_ADDRESS]: 'Tea house' } },
  };
  /** What has been started, to be stopped in reverse. @type {(() => Promise<unknown>)[]} */
  const started = [];
  const stop = async () => {
    for (const end of started.splice(0).reverse()) await end();
  };
  try {
    // First, because it refuses a folder that another process has open.
    const database = await openPglite(join(folder, 'sidecard'));
    started.push(() => database.close());
    const prosody = await startProsody({ folder: join(folder, 'prosody'), people, secret });
    started.push(() => prosody.stop());
    const sidecard = createSidecardServer({
      database,
      verify: verifyJwt(tokens.accepted),
      // Any order is Wang's.
      orders: async (_, id) => orderOfMugs(id, { id: 'wang', name: PEOPLE.wang.name }, 'wang'),
    });

    /** What a signed-in page needs. @param {keyof PEOPLE} as */
    const accountOf = async (as) => ({
      token: await tokens.tokenOf(as, PEOPLE[as]),
      jid: `${as}@${DOMAIN}`,
      password: passwords[as],
      peer: as === 'li' ? addressOfBuyer('wang') : SHOP_ADDRESS,
      websocketUrl: prosody.websocketUrl,
    });

    /** @param {Request} request */
    async function fetch(request) {
      const { pathname, searchParams } = new URL(request.url);
      if (pathname.startsWith('/v1/')) return sidecard.fetch(request);
      if (pathname.startsWith('/converse/'))
        return fileResponse(converse, decodeURIComponent(pathname.slice('/converse/'.length)));
      if (pathname !== '/account') return fileResponse(pages, decodeURIComponent(pathname.slice(1)) || 'index.html');
      const as = searchParams.get('as') ?? '';
      return Object.hasOwn(PEOPLE, as)
        ? Response.json(await accountOf(/** @type {keyof PEOPLE} */ (as)))
        : new Response(null, { status: 404 });
    }

    const listening = await listen({ fetch, start: () => sidecard.start(), stop: () => sidecard.stop() }, { port });
    started.push(() => listening.close());
    const backend = await startBackend({
      componentPort: prosody.componentPort,
      secret,
      agent: 'li',
      buyers: ['wang'],
      sidecardUrl: listening.url,
      token: () => tokens.tokenOf('chat-backend', { party: 'messenger' }),
    });
    started.push(() => backend.stop());
    return {
      url: listening.url,
      /** For other XMPP clients. */
      account: accountOf,
      clientPort: prosody.clientPort,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
