// @ts-check
// npm run bench:abuse [seconds]: a buyer with a script, for a minute: creates, replies, streams, HEAD, huge and slow bodies, as fast as it gets
// answers. Prints what a reader and a writer of the same shop wait with it and without it, in turns of five seconds, as a ratio (target: 1.2 at
// most), and the server's memory before and after. Server, attacker and the others are processes of their own. Needs the built packages.
import { fork } from 'node:child_process';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { createSidecardServer } from '@sidecard/server';
import { listen, openPglite } from '@sidecard/server/node';

const SECONDS = Number(process.argv[2] ?? 60);
const TURN_S = 5;
const ATTACKERS = 8;
const SLOW_BODIES = 50;
const MERCHANT = 'shop-1';
const role = process.env['ABUSE_ROLE'];
const target = process.env['ABUSE_URL'] ?? '';

/** @param {string} token */
const principalOf = (token) => {
  const [party, accountId] = /** @type {['host' | 'merchant' | 'buyer', string]} */ (token.split('.'));
  const now = Date.now();
  return {
    ...{ party, accountId, merchantId: MERCHANT, main: party === 'merchant', name: accountId },
    ...{ issuedAtMs: now - 1000, expiresAtMs: now + 3_600_000 },
  };
};
/** @param {string} id */
const orderOf = (id) => ({
  ...{ id, buyer: { id: id.split('-')[0], name: 'Chen' }, conversationId: id, paidAtMs: Date.now() - 9e8 },
  ...{ shippedAtMs: Date.now() - 8e8, signedAtMs: Date.now() - 6e7 },
  items: [{ id: 'a', title: 'Mug', quantity: 1, paid: { amountMinor: 9900, currency: 'CNY' } }],
});
let keys = 0;
/** @param {string} token @param {string} method @param {string} path @param {unknown} [body] */
async function send(token, method, path, body) {
  const key = `${token}-${process.pid}-${++keys}`;
  const response = await fetch(target + path, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': key },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return { status: response.status, text: await response.text() };
}
/** @param {string} token @param {number} n */
const create = (token, n) =>
  send(token, 'POST', '/v1/tickets', {
    type: 'return-refund',
    orderId: `${token.split('.')[1]}-${process.pid}-${n}`,
    request: {
      ...{ reason: 'damaged', text: 'It is chipped.', refundOnly: false },
      ...{ amount: { amountMinor: 9900, currency: 'CNY' }, items: [{ itemId: 'a', quantity: 1 }] },
    },
  });

if (role === 'server') {
  const database = await openPglite();
  const server = createSidecardServer({
    database,
    verify: (token) => Promise.resolve(/** @type {any} */ (principalOf(token))),
    orders: (_, orderId) => Promise.resolve(/** @type {any} */ (orderOf(orderId))),
    onError: (error) => console.error(error.message),
  });
  const { url } = await listen(server);
  process.on('message', () => {
    globalThis.gc?.();
    process.send?.({ rss: process.memoryUsage.rss(), heap: process.memoryUsage().heapUsed });
  });
  process.send?.({ url });
} else if (role === 'attacker') {
  const me = 'buyer.mallory';
  /** @type {Record<string, number>} */
  const answers = {};
  let runs = false;
  const streams = new Set();
  /** @type {(() => Promise<unknown>)[]} */
  const attacks = [
    () => create(me, ++keys).then(count('create')),
    () => send(me, 'POST', '/v1/tickets/none/commands', { command: 'withdraw', version: 1 }).then(count('command')),
    () => send(me, 'POST', '/v1/tickets', 'x'.repeat(1_000_000)).then(count('huge'), () => undefined),
    () => send(me, 'POST', '/v1/tickets', '['.repeat(60_000)).then(count('deep')),
    () =>
      fetch(`${target}/v1/events`, { method: 'HEAD', headers: { authorization: `Bearer ${me}` } }).then(count('head')),
    () => send(me, 'GET', '/v1/tickets?limit=200').then(count('list')),
    async () => {
      const response = await fetch(`${target}/v1/events`, { headers: { authorization: `Bearer ${me}` } });
      count('stream')(response);
      if (response.status === 200) streams.add(response.body?.getReader().read());
      else await response.text();
    },
  ];
  /** @param {string} what */
  function count(what) {
    return (/** @type {{ status: number }} */ { status }) => {
      answers[`${what} ${status}`] = (answers[`${what} ${status}`] ?? 0) + 1;
    };
  }
  const slow = () => {
    const socket = connect(Number(new URL(target).port), '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(
      `POST /v1/tickets HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${me}\r\nContent-Type: application/json\r\nIdempotency-Key: slow\r\nContent-Length: 60000\r\n\r\n{`,
    );
    const timer = setInterval(() => (runs ? socket.write(' ') : undefined), 500);
    socket.on('close', () => clearInterval(timer));
  };
  process.on('message', (message) => {
    if (message === 'end') {
      process.send?.({ answers });
      process.exit();
    }
    runs = message === 'on';
    if (!runs) return;
    for (let n = 0; n < SLOW_BODIES / (SECONDS / TURN_S / 2); n++) slow();
    for (let n = 0; n < ATTACKERS; n++) void loop(n);
  });
  /** @param {number} from */
  async function loop(from) {
    for (let n = from; runs; n++) await attacks[n % attacks.length]?.().catch(() => undefined);
  }
  process.send?.({ ready: true });
} else if (role === undefined) {
  const self = fileURLToPath(import.meta.url);
  /** @param {string} name @param {string} [url] */
  const start = (name, url = '') =>
    fork(self, process.argv.slice(2), {
      env: { ...process.env, ABUSE_ROLE: name, ABUSE_URL: url },
      execArgv: name === 'server' ? ['--expose-gc'] : [],
    });
  /** @param {import('node:child_process').ChildProcess} child @returns {Promise<any>} */
  const heard = (child) => new Promise((resolve) => child.once('message', resolve));
  const server = start('server');
  const { url } = await heard(server);
  const others = start('others', url);
  await heard(others);
  const attacker = start('attacker', url);
  await heard(attacker);
  const memory = () => {
    const answer = heard(server);
    server.send('memory');
    return answer;
  };
  /** @type {{ calm: number[], attacked: number[] }} */
  const waits = { calm: [], attacked: [] };
  const measure = async (/** @type {boolean} */ attacked) => {
    attacker.send(attacked ? 'on' : 'off');
    const answer = heard(others);
    others.send(TURN_S);
    const { ms } = await answer;
    waits[attacked ? 'attacked' : 'calm'].push(...ms);
  };
  await measure(false);
  waits.calm.length = 0;
  const before = await memory();
  for (let s = 0; s < SECONDS; s += 2 * TURN_S) {
    await measure(false);
    await measure(true);
  }
  attacker.send('off');
  const after = await memory();
  const told = heard(attacker);
  attacker.send('end');
  const { answers } = await told;
  /** @param {number[]} all @param {number} part */
  const at = (all, part) => [...all].sort((a, b) => a - b)[Math.floor(all.length * part)] ?? NaN;
  /** @param {number} part */
  const line = (part) =>
    `${at(waits.calm, part).toFixed(1)} ms without, ${at(waits.attacked, part).toFixed(1)} ms with: ${(at(waits.attacked, part) / at(waits.calm, part)).toFixed(2)}`;
  console.log(`Others, median: ${line(0.5)}\nOthers, 9 of 10: ${line(0.9)}`);
  const mb = (/** @type {number} */ bytes) => `${Math.round(bytes / 1e6)} MB`;
  console.log(`Memory: ${mb(before.rss)} before, ${mb(after.rss)} after; heap ${mb(before.heap)}, ${mb(after.heap)}`);
  console.log('What the buyer got:', answers);
  others.kill();
  server.kill();
}
if (role === 'others') {
  process.on('message', async (/** @type {number} */ seconds) => {
    const ms = [];
    const until = performance.now() + seconds * 1000;
    for (let n = 0; performance.now() < until; n++) {
      const began = performance.now();
      const { status } = await (n % 2
        ? create('buyer.ada', ++keys)
        : send('merchant.main', 'GET', '/v1/tickets?limit=20'));
      if (status < 300) ms.push(performance.now() - began);
      else await new Promise((resolve) => setTimeout(resolve, 200));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    process.send?.({ ms });
  });
  process.send?.({ ready: true });
}
