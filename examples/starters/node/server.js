import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { createSidecardServer, verifyJwt } from '@sidecard/server';
import { listen, openPglite } from '@sidecard/server/node';
import { SignJWT } from 'jose';

const tokens = { issuer: 'https://shop.example', audience: 'sidecard' };
// Without one in the environment, tokens end with this process.
const secret = process.env.SIDECARD_JWT_SECRET ?? randomBytes(48).toString('base64url');
// The page with your chat.
const page = process.env.PAGE ?? 'http://localhost:5173';

// Your orders, by id. An order has its buyer, the conversation in your chat, and what was paid for each line.
const paid = { amountMinor: 25800, currency: 'CNY' };
const orders = new Map([
  [
    'order-1',
    {
      id: 'order-1',
      buyer: { id: 'ada', name: 'Ada' },
      conversationId: 'chat-1',
      items: [{ id: 'mug', title: 'Mug', quantity: 2, paid }],
      paidAtMs: Date.now() - 3 * 86_400_000,
      shippedAtMs: Date.now() - 2 * 86_400_000,
    },
  ],
]);

// Started twice, or something else listens there.
process.on('uncaughtException', (error) => {
  const words = {
    'folder-in-use': error.message,
    EADDRINUSE: `Port ${error.port} is in use. Set PORT or BACKEND_PORT to another one.`,
  };
  console.error(words[error.code] ?? error);
  process.exit(1);
});

const database = await openPglite(process.env.SIDECARD_DATA ?? './data');
const sidecard = createSidecardServer({
  database,
  verify: verifyJwt({ ...tokens, key: secret }),
  orders: async (merchantId, orderId) => orders.get(orderId),
  allowedOrigins: [page],
});
const { url, close } = await listen(sidecard, { port: Number(process.env.PORT ?? 8787) });

// Your backend: it knows who is signed in, and says so in a token of ten minutes. Here the path says who.
const accounts = {
  '/after-sales-token': { sub: 'lin', party: 'merchant', merchantId: 'shop-1', main: true, name: 'Lin' },
  '/buyer-token': { sub: 'ada', party: 'buyer', merchantId: 'shop-1', name: 'Ada' },
};
const backend = createServer(async (request, response) => {
  if (!Object.hasOwn(accounts, request.url)) return response.writeHead(404).end();
  const account = accounts[request.url];
  const token = new SignJWT({ ...account, jti: crypto.randomUUID() }).setProtectedHeader({ alg: 'HS256' });
  token.setIssuer(tokens.issuer).setAudience(tokens.audience).setIssuedAt().setExpirationTime('10m');
  // Only needed where the page has another origin than this backend.
  response.setHeader('access-control-allow-origin', page);
  response.end(await token.sign(new TextEncoder().encode(secret)));
});
backend.listen(Number(process.env.BACKEND_PORT ?? 8788), '127.0.0.1', () =>
  console.log(`Sidecard: ${url}, tokens: http://127.0.0.1:${backend.address().port}/after-sales-token`),
);

process.once('SIGTERM', async () => {
  backend.close();
  await close();
  await database.close();
});
