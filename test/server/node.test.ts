import { spawn, type ChildProcess } from 'node:child_process';
import { access, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtInTypes } from '@sidecard/core';
import type { Session, TicketAnswer, TicketPage } from '@sidecard/core/wire';
import { FolderInUseError, listen, openPglite } from '@sidecard/server/node';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { buildCommand } from '../support/command.ts';
import { drawn } from '../support/pictures.ts';
import { S3_KEYS, startS3 } from '../support/s3.ts';
import {
  AUDIENCE,
  BUYER,
  HOST,
  ISSUER,
  MAIN,
  SECRET,
  sign,
  startTestServer,
  TestStream,
  type Claims,
} from '../support/server.ts';
import { ORDER, REQUEST } from '../support/tickets.ts';

let bin: string;
let folder: string;
let host: Server;
let ordersUrl: string;
const children: ChildProcess[] = [];

beforeAll(async () => {
  bin = await buildCommand();
  folder = await mkdtemp(join(tmpdir(), 'sidecard-test-'));
  host = createServer((request, response) => {
    const query = new URL(request.url ?? '', 'http://host').searchParams;
    const orderId = query.get('orderId') ?? '';
    const known = query.get('merchantId') === 'shop-1' && orderId.startsWith(ORDER.id);
    const trusted = request.headers.authorization === 'Bearer between us';
    response.writeHead(trusted ? (known ? 200 : 404) : 401, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ ...ORDER, id: orderId }));
  });
  await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
  ordersUrl = `http://127.0.0.1:${(host.address() as AddressInfo).port}/orders`;
});
afterEach(async () => {
  for (const child of children.splice(0)) await end(child, 'SIGKILL');
});
afterAll(async () => {
  host.close();
  await rm(bin);
  await rm(folder, { recursive: true, force: true });
});

/** Runs `sidecard-server` until it listens, or has ended. */
async function run(environment: Record<string, string> = {}, args: readonly string[] = []) {
  const child = spawn(process.execPath, [bin, ...args], {
    env: {
      PATH: process.env['PATH'],
      PORT: '0',
      SIDECARD_DRAIN_SECONDS: '0',
      SIDECARD_DATA: join(folder, 'data'),
      SIDECARD_JWT_SECRET: SECRET,
      SIDECARD_ISSUER: ISSUER,
      SIDECARD_AUDIENCE: AUDIENCE,
      SIDECARD_ORDERS_URL: ordersUrl,
      SIDECARD_ORDERS_TOKEN: 'between us',
      ...environment,
    },
  });
  children.push(child);
  let text = '';
  const url = await new Promise<string | undefined>((resolve) => {
    const read = (chunk: Buffer) => {
      text += chunk.toString();
      const found = /http:\/\/[\w.:[\]]+/.exec(text);
      if (found && text.includes('listening')) resolve(found[0]);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', () => resolve(undefined));
  });
  return { child, url: url ?? '', text: () => text };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  child.kill(signal);
  return ended;
}

const tokenOf = (claims: Claims) => sign(claims, Date.now());
const create = async (url: string, n: number) =>
  fetch(`${url}/v1/tickets`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await tokenOf(BUYER)}`,
      'content-type': 'application/json',
      'idempotency-key': `create-${n}`,
    },
    body: JSON.stringify({ type: 'return-refund', orderId: `${ORDER.id}-${n}`, request: REQUEST }),
  });

describe('the command sidecard-server', () => {
  const bare = { SIDECARD_JWT_SECRET: '', SIDECARD_ISSUER: '', SIDECARD_AUDIENCE: '', SIDECARD_ORDERS_URL: '' };

  it('needs no configuration for development, and says what it is', async () => {
    const { url, text, child } = await run(bare, ['--dev']);
    expect(text()).toContain('DEVELOPMENT SERVER');
    expect((await fetch(`${url}/dev/token`)).status).toBe(200);
    expect(await end(child, 'SIGTERM')).toBe(0);
  });

  it.each([
    ['in production', { NODE_ENV: 'production' }, 'it does not start with NODE_ENV=production'],
    ['for other machines', { SIDECARD_HOST: '0.0.0.0' }, 'an address of this machine alone'],
    ['beside real tokens', { SIDECARD_JWT_SECRET: SECRET }, 'With --dev anybody gets a token'],
  ])('refuses development %s', async (_, environment, words) => {
    const { child, text } = await run({ ...bare, ...environment }, ['--dev']);
    expect(child.exitCode).toBe(1);
    expect(text()).toContain(words);
  });

  it('says in words what its environment lacks', async () => {
    const { child, text } = await run({
      SIDECARD_ISSUER: '',
      SIDECARD_JWT_SECRET: 'short',
      SIDECARD_ORDERS_URL: 'nowhere',
    });
    expect(child.exitCode).toBe(1);
    for (const word of [
      'SIDECARD_ISSUER: Missing. Set it to the `iss` of your tokens.',
      'SIDECARD_JWT_SECRET: Must have at least 32 bytes.',
      'SIDECARD_ORDERS_URL: Must be a URL, such as https://shop.example/orders.',
    ]) {
      expect(text()).toContain(word);
    }
    expect(text()).not.toContain('    at ');
  });

  it.each([
    [{ SIDECARD_LIMITS: 'off' }, 'SIDECARD_LIMITS: Must be none, or JSON'],
    [{ SIDECARD_LIMITS: '{"streams":{"perAccount":0}}' }, 'SIDECARD_LIMITS: Must be none, or JSON'],
    [{ SIDECARD_ORDERS_URL: 'http://shop.example/orders' }, 'SIDECARD_ORDERS_URL must be an https: address'],
    [
      { SIDECARD_JWT_SECRET: '', SIDECARD_JWKS_URL: 'http://shop.example/keys' },
      'SIDECARD_JWKS_URL must be an https: address, unless SIDECARD_ALLOW_HTTP is yes.',
    ],
    [
      { SIDECARD_JWT_SECRET: `-----BEGIN PUBLIC KEY-----\n${'A'.repeat(80)}\n-----END PUBLIC KEY-----` },
      'SIDECARD_JWT_SECRET is a key as text, not a secret.',
    ],
    [
      { SIDECARD_ORDERS_URL: 'http://shop.example/orders', SIDECARD_ALLOW_HTTP: 'no' },
      'SIDECARD_ALLOW_HTTP: Must be yes.',
    ],
  ])('refuses %j in words', async (environment, words) => {
    const { child, text } = await run(environment);
    expect(child.exitCode).toBe(1);
    expect(text()).toContain(words);
    expect(text()).not.toContain('    at ');
  });

  it('says in words what its bucket lacks, before anything else is begun', async () => {
    const bucket = { SIDECARD_S3_URL: 'https://s3.example/pictures', SIDECARD_S3_ACCESS_KEY_ID: 'key' };
    for (const [environment, words] of [
      [
        { ...bucket, SIDECARD_S3_SECRET_ACCESS_KEY: 'secret', SIDECARD_ATTACHMENTS: folder },
        'Set either SIDECARD_ATTACHMENTS or SIDECARD_S3_URL.',
      ],
      [bucket, 'SIDECARD_S3_URL needs SIDECARD_S3_ACCESS_KEY_ID and SIDECARD_S3_SECRET_ACCESS_KEY.'],
    ] as const) {
      const { child, text } = await run(environment);
      expect(child.exitCode).toBe(1);
      expect(text()).toContain(words);
    }
  });

  it('[R18] stores pictures in a bucket that its environment names', async () => {
    const s3 = await startS3();
    const { url } = await run({
      SIDECARD_DATA: join(folder, 'bucket'),
      SIDECARD_S3_URL: s3.url,
      SIDECARD_S3_REGION: s3.region,
      SIDECARD_S3_ACCESS_KEY_ID: S3_KEYS.accessKeyId,
      SIDECARD_S3_SECRET_ACCESS_KEY: S3_KEYS.secretAccessKey,
    });
    const answer = await fetch(`${url}/v1/attachments`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await tokenOf(BUYER)}`,
        ...{ 'content-type': 'image/png', 'idempotency-key': 'picture' },
      },
      body: new Uint8Array(await drawn('png')),
    });
    expect(answer.status).toBe(201);
    expect(s3.objects.size).toBe(3);
    await s3.close();
  });

  it('says in words what is wrong with its policy, before anything else is begun', async () => {
    const SIDECARD_DATA = join(folder, 'untouched');
    const SIDECARD_POLICY = join(folder, 'slips.json');
    await writeFile(
      SIDECARD_POLICY,
      JSON.stringify({
        default: { coveredTypes: ['return-refund', 'shipment-urgin'], caps: 5 },
        merchants: { 'shop-1': { timeZone: 'Mars/Olympus', rollout: { steps: [{ fromMs: 0, percent: 200 }] } } },
        mercants: {},
      }),
    );
    const { child, text } = await run({ SIDECARD_DATA, SIDECARD_POLICY });
    expect(child.exitCode).toBe(1);
    expect(text().trim().split('\n').sort()).toEqual(
      [
        'mercants: Unknown member. The members are: default, merchants.',
        `default.coveredTypes[1]: Must be one of: ${builtInTypes.map(({ key }) => key).join(', ')}.`,
        'default.caps: Must be an object. The members are: postageMinor, compensationMinor, goodwillMinor.',
        'merchants.shop-1.timeZone: Must be a time zone that this machine knows, such as Asia/Shanghai.',
        'merchants.shop-1.rollout.steps[0].percent: Must be a number from 0 to 100 with at most two decimals.',
      ]
        .map((line) => `${SIDECARD_POLICY}: ${line}`)
        .sort(),
    );
    await expect(access(SIDECARD_DATA)).rejects.toThrow('ENOENT');
  });

  it('[R4] covers one type more by one word of configuration, as docs/server.md shows', async () => {
    const page = await readFile(new URL('../../docs/server.md', import.meta.url), 'utf8');
    const SIDECARD_POLICY = join(folder, 'policy.json');
    await writeFile(SIDECARD_POLICY, /```json\n(.*?)```/s.exec(page)?.[1] ?? '');
    const { url } = await run({ SIDECARD_DATA: join(folder, 'covering'), SIDECARD_POLICY });
    const session = async (merchantId: string) => {
      const authorization = `Bearer ${await tokenOf({ ...BUYER, merchantId })}`;
      return (await (await fetch(`${url}/v1/session`, { headers: { authorization } })).json()) as Session;
    };
    expect((await session('shop-1')).shop).toMatchObject({
      timeZone: 'Asia/Shanghai',
      commitments: [{ key: 'consumer-protection' }, { key: 'ship-by' }],
    });
    expect((await session('shop-7')).shop?.timeZone).toBe('Europe/Berlin');
    const { shippedAtMs: _shipped, signedAtMs: _signed, ...order } = ORDER;
    const created = await fetch(`${url}/v1/tickets`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await tokenOf(HOST)}`,
        'content-type': 'application/json',
        'idempotency-key': 'urging',
      },
      body: JSON.stringify({ type: 'shipment-urging', order, request: { reason: 'late' } }),
    });
    expect([created.status, await created.json()]).toMatchObject([201, { ticket: { covered: true } }]);
  });

  it('[R2] rotates the key that signs cards, and after a leak deletes the former ones', async () => {
    const SIDECARD_DATA = join(folder, 'rotated');
    const rotate = async (...args: readonly string[]) => {
      const { child, text } = await run({ SIDECARD_DATA }, ['--rotate-card-key', ...args]);
      expect([child.exitCode, text()]).toEqual([0, expect.stringMatching(/^New key: [\w-]{43}\n$/)]);
      return text().trim().split(' ').at(-1);
    };
    const published = async () => {
      const { child, url } = await run({ SIDECARD_DATA });
      const { keys } = (await (await fetch(`${url}/v1/card-keys`)).json()) as { keys: readonly { kid: string }[] };
      expect(await end(child, 'SIGTERM')).toBe(0);
      return keys.map(({ kid }) => kid);
    };
    const [second = '', [newest, ...former]] = [await rotate(), await published()];
    expect([newest, former]).toEqual([second, [expect.any(String)]]);
    expect(await rotate('--revoke')).toBe((await published()).join());
  });

  it.each([['--dve'], ['--revoke-card-key'], ['--backup', 'file', 'other']])(
    'names an option that it does not know: %s',
    async (...options) => {
      const { child, text } = await run({}, options);
      expect([child.exitCode, text()]).toEqual([
        1,
        `Unknown option ${options.at(-1)}. sidecard-server --help lists all.\n`,
      ]);
    },
  );

  it('keeps every answered write through kill -9, carries out an unanswered one once, and lets one process in', async () => {
    const first = await run();
    const answered: string[] = [];
    let sent = 0;
    const writing = (async () => {
      for (; sent < 200; sent++) {
        const response = await create(first.url, sent).catch(() => undefined);
        const body = (await response?.json().catch(() => undefined)) as TicketAnswer | undefined;
        if (!body) return;
        answered.push(body.ticket.id);
      }
    })();
    while (answered.length < 5) await new Promise((resolve) => setImmediate(resolve));

    const second = await run();
    expect(second.child.exitCode).toBe(1);
    expect(second.text()).toMatch(/in use by another process/);

    await end(first.child, 'SIGKILL');
    await writing;
    const third = await run();
    const again = await create(third.url, sent);
    expect(again.status).toBe(201);
    const authorization = `Bearer ${await tokenOf(MAIN)}`;
    const list = await fetch(`${third.url}/v1/tickets?limit=200`, { headers: { authorization } });
    const { tickets } = (await list.json()) as TicketPage;
    // by the database's clock, which is this machine's
    expect(Math.abs((tickets[0]?.createdAtMs ?? 0) - Date.now())).toBeLessThan(10_000);
    expect(tickets.map(({ id }) => id)).toEqual(expect.arrayContaining(answered));
    expect(tickets).toHaveLength(sent + 1);
    expect(new Set(tickets.map(({ order }) => order.id)).size).toBe(sent + 1);

    // asked to end, it says good-bye to its readers
    const stream = new TestStream(await fetch(`${third.url}/v1/events`, { headers: { authorization } }));
    await stream.until('ready');
    const ending = end(third.child, 'SIGTERM');
    let last = await stream.next();
    // Nobody is online after a start, so that the open cards come again.
    while (last?.event === 'card') last = await stream.next();
    expect(last).toBeUndefined();
    expect(await ending).toBe(0);
  });
});

describe('the command sidecard-server in production', () => {
  it('has metrics on a port of its own, logs lines of JSON, and hands its streams over on SIGTERM without an error', async () => {
    const { child, url, text } = await run({
      SIDECARD_DATA: join(folder, 'observed'),
      SIDECARD_LOG: 'json',
      SIDECARD_METRICS_PORT: '0',
      SIDECARD_DRAIN_SECONDS: '1',
    });
    const authorization = `Bearer ${await tokenOf(MAIN)}`;
    const reading: Promise<unknown>[] = [];
    for (let n = 0; n < 5; n++) {
      const stream = new TestStream(await fetch(`${url}/v1/events`, { headers: { authorization } }));
      await stream.until('ready');
      reading.push(stream.next());
    }
    const lines = () =>
      text()
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, string>);
    const operators = /http:[^/]*\/\/[^/]+/.exec(lines()[1]?.['message'] ?? '')?.[0] ?? '';
    const metrics = await (await fetch(`${operators}/metrics`)).text();
    expect(metrics).toContain('sidecard_streams{party="merchant"} 5');
    expect(metrics).toMatch(/^nodejs_eventloop_lag_p99_seconds [\d.e-]+$/m);
    expect((await fetch(`${url}/metrics`)).status).toBe(404);
    expect((await fetch(`${operators}/v1/session`)).status).toBe(404);

    const ended = end(child, 'SIGTERM');
    await expect.poll(async () => (await fetch(`${operators}/readyz`)).status).toBe(503);
    const late = await fetch(`${url}/healthz`);
    expect([late.status, late.headers.get('connection')]).toEqual([200, 'close']);
    expect(await ended).toBe(0);
    expect(await Promise.all(reading)).toEqual(Array.from({ length: 5 }, () => undefined));
    expect(lines().map(({ level }) => level)).not.toContain('error');
  });
});

describe('the command sidecard-server with more streams than the sweep once could ask for', () => {
  it('keeps answering, ends them all on SIGTERM, and exits', { timeout: 240_000 }, async () => {
    const { child, url } = await run({ SIDECARD_DATA: join(folder, 'many') });
    const open = async (claims: Claims) =>
      fetch(`${url}/v1/events`, { headers: { authorization: `Bearer ${await tokenOf(claims)}` } });
    const streams: TestStream[] = [];
    for (let n = 0; n < 300; n++) {
      for (const claims of [
        { party: 'buyer', accountId: `buyer-${n}` },
        { party: 'merchant', accountId: `sub-${n}` },
      ] as const) {
        const stream = new TestStream(await open(claims));
        await stream.until('ready');
        streams.push(stream);
      }
    }
    const { status } = await fetch(`${url}/readyz`);
    expect(status).toBe(200);
    expect(await end(child, 'SIGTERM')).toBe(0);
    for (const stream of streams) {
      for (let frame = await stream.next(); frame; frame = await stream.next());
      expect(stream.text).not.toContain('event: reset');
    }
  });
});

describe('a data folder', () => {
  it('belongs to one at a time, and is free after it was closed', async () => {
    const mine = join(folder, 'mine');
    const database = await openPglite(mine);
    const second = await openPglite(mine).catch((error: unknown) => error);
    expect(second).toBeInstanceOf(FolderInUseError);
    expect(second).toMatchObject({ code: 'folder-in-use', folder: mine });
    // whichever way it is named
    await expect(openPglite(join(mine, '..', 'mine', '.'))).rejects.toThrow(FolderInUseError);
    await database.close();
    await (await openPglite(mine)).close();
  });

  it('may lie as deep as it likes', async () => {
    const deep = join(folder, ...Array.from({ length: 12 }, () => 'a-long-name-of-a-folder'));
    const database = await openPglite(deep);
    await expect(openPglite(deep)).rejects.toThrow(FolderInUseError);
    await database.close();
  });
});

describe('listening', () => {
  it('carries streams over a socket, sees a reader leave, and closes with readers there', async () => {
    const world = await startTestServer();
    const http = await listen(world.server);
    const open = async (claims: Claims) => {
      const leave = new AbortController();
      const headers = { authorization: `Bearer ${await world.token(claims)}` };
      return { stream: new TestStream(await fetch(`${http.url}/v1/events`, { headers, signal: leave.signal })), leave };
    };
    const [buyer, main] = [await open(BUYER), await open(MAIN)];
    await buyer.stream.until('ready');
    const { ticket } = await world.create();
    expect((await buyer.stream.until('ticket')).data.ticket.id).toBe(ticket.id);

    const sub = await open({ party: 'merchant', accountId: 'sub-1' });
    await main.stream.until('accounts');
    await main.stream.pending();
    sub.leave.abort();
    await main.stream.until('accounts');

    await http.close();
    for (const { stream } of [buyer, main]) {
      for (let frame = await stream.next(); frame; frame = await stream.next());
      expect(stream.ended).toBe(true);
    }
    await world.stop();
  });

  it('says when the port is taken', async () => {
    const { port } = host.address() as AddressInfo;
    const never = {
      fetch: () => Promise.reject(new Error()),
      start: () => Promise.resolve(),
      stop: () => Promise.resolve(),
    };
    await expect(listen(never, { port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
