// @ts-check
// The server that `soak.mjs` measures, in a process of its own: the real one, with an embedded database in a folder, over HTTP. It also serves the page.
// It says its address and its tickets, and answers each message with what it uses.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { nodeListener } from '@sidecard/server/node';
import { openEmbedded, seedTickets, START_MS, startServer } from './server-world.mjs';

const [folder = '', count = '0', merchantId = ''] = process.argv.slice(2);
const database = await openEmbedded('folder');
const tickets = await seedTickets(database, merchantId, Number(count), START_MS);
const { server, take } = await startServer(database);
await server.start();
const answer = nodeListener(server);
const http = createServer((request, response) => {
  const { url = '/' } = request;
  if (url.startsWith('/v1/')) return answer(request, response);
  const script = url.endsWith('.js');
  response.writeHead(200, { 'content-type': script ? 'text/javascript' : 'text/html' });
  response.end(
    script
      ? readFileSync(join(folder, url.slice(1)))
      : '<!doctype html><html lang="en"><meta charset="utf-8"><title>soak</title><body>',
  );
});
http.listen(0, '127.0.0.1', () => {
  const address = /** @type {import('node:net').AddressInfo} */ (http.address());
  process.send?.({ port: address.port, ticketIds: tickets.map(({ id }) => id) });
});
// ends with who started it
process.once('disconnect', () => process.exit());
process.on('message', (asked) => {
  if (asked === 'use') {
    // what was counted of statements is no part of a server
    take();
    globalThis.gc?.();
    const { rss, heapUsed } = process.memoryUsage();
    const { user, system } = process.cpuUsage();
    process.send?.({ rss, heapUsed, cpu: (user + system) / 1000 });
    return;
  }
  http.closeAllConnections();
  http.close();
  void server
    .stop()
    .then(() => database.close())
    .then(() => process.disconnect());
});
