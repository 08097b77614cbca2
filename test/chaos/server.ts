// A server process of the chaos run: the packages' server with its database and bus, of whose hints some are dropped.
import { type Bus, createSidecardServer, verifyJwt } from '@sidecard/server';
import { listen, nodeWebhooks, openNatsBus, openPglite, openPostgres } from '@sidecard/server/node';
import { AUDIENCE, ISSUER, SECRET } from '../support/identity.ts';
import { orderOf } from './goods.ts';

const { CHAOS_PORT, CHAOS_FOLDER, DATABASE_URL, NATS_URL, CHAOS_DROPPED = '0' } = process.env;

/** A bus that loses some of the hints, of this server and of others. */
function lossy(bus: Bus, share: number): Bus {
  return {
    publish: (hint) => bus.publish(hint),
    subscribe: (listener) =>
      bus.subscribe((hint) => {
        if (Math.random() >= share) listener(hint);
      }),
  };
}

async function open() {
  if (!DATABASE_URL) return { database: await openPglite(CHAOS_FOLDER) };
  const database = await openPostgres(DATABASE_URL, { connections: 10 });
  return { database, bus: NATS_URL ? await openNatsBus(NATS_URL) : await database.openBus() };
}

const { database, bus } = await open();
const server = createSidecardServer({
  database,
  ...(bus ? { bus: lossy(bus, Number(CHAOS_DROPPED)) } : {}),
  verify: verifyJwt({ issuer: ISSUER, audience: AUDIENCE, key: SECRET }),
  orders: (_, orderId) => Promise.resolve(orderOf(orderId)),
  limits: { requests: 'none' },
  webhooks: { transport: nodeWebhooks({ allowPrivate: true }) },
  // The database goes away again and again.
  onError: ({ message }) => console.error(message),
});
const listening = await listen(server, { port: Number(CHAOS_PORT) });
process.on('SIGTERM', () => {
  void listening
    .close()
    .then(() => bus?.close())
    .then(() => database.close())
    .then(() => process.exit());
});
console.log('ready');
