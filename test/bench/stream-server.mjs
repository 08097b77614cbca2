// @ts-check
// A server of event streams in a process of its own, so that its CPU and memory are its own: Sidecard, `node:http` or socket.io. Its parent
// says when an event happens. `node --expose-gc test/bench/stream-server.mjs ours|http|socketio`
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { listen } from '@sidecard/server/node';
import { openEmbedded, startServer } from './server-world.mjs';

const SHOP = 'streams';
/** Commands on another ticket before anything is measured: a server is compiled in its first hundreds of them. */
const WARMING = 300;

/** @typedef {{ url: string, emit: (text: string) => unknown }} Emitting - `text` is the frame that peers send */

/** @type {Record<string, () => Promise<Emitting>>} */
const SERVERS = {
  async ours() {
    const { server, create, command } = await startServer(await openEmbedded());
    const { url } = await listen(server);
    const warming = await create('warming', 'order-warming');
    for (let n = 0; n < WARMING; n++) await command('warming', warming.id, { command: n % 2 ? 'release' : 'claim' });
    const { id } = await create(SHOP, 'order-streams');
    let count = 0;
    return { url, emit: () => command(SHOP, id, { command: count++ % 2 ? 'release' : 'claim' }) };
  },
  async http() {
    /** @type {Set<import('node:http').ServerResponse>} */
    const open = new Set();
    const server = createServer((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      response.write(': hello\n\n');
      open.add(response);
      response.on('close', () => open.delete(response));
    });
    return {
      url: await listening(server),
      emit(text) {
        const bytes = Buffer.from(text);
        for (const response of open) response.write(bytes);
      },
    };
  },
  async socketio() {
    const load = createRequire(new URL('./server-peers/package.json', import.meta.url));
    const { Server } = load('socket.io');
    const server = createServer();
    const io = new Server(server, { transports: ['websocket'], serveClient: false });
    return { url: await listening(server), emit: (text) => io.emit('ticket', text) };
  },
};

/** @param {import('node:http').Server} server @returns {Promise<string>} its address */
async function listening(server) {
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
}

const { url, emit } = (await (SERVERS[process.argv[2] ?? ''] ?? SERVERS['ours'])?.()) ?? {};
process.on('message', async (/** @type {{ ask: string, text: string }} */ { ask, text }) => {
  if (ask === 'emit') await emit?.(text);
  if (ask === 'memory') for (let round = 0; round < 3; round++) globalThis.gc?.();
  const { user, system } = process.cpuUsage();
  const { heapUsed, external, rss } = process.memoryUsage();
  process.send?.({ cpuMs: (user + system) / 1000, bytes: heapUsed + external, rss });
});
process.once('disconnect', () => process.exit());
process.send?.({ url });
