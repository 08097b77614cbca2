import { spawn } from 'node:child_process';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { checkConformance, reportText, secretTokens, type TokenSource } from '@sidecard/conformance';
import { createSidecardServer, type SidecardServer, verifyJwt } from '@sidecard/server';
import { createMapsStore } from '@sidecard/server/memory';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const FOLDER = fileURLToPath(new URL('../../examples/mounts/', import.meta.url));
const SECRET = 'a secret of the tests, 32 bytes or more';
const HOST = { issuer: 'https://shop.example', audience: 'sidecard' };
const tokens: TokenSource = secretTokens({ ...HOST, secret: SECRET });
/** What a router, a proxy or a body parser can break. */
const CHECKS =
  /^(streams\/(?!heartbeat)|long-polls|cors|problems|deliveries|idempotency\/create|bodies\/(create|order) |methods\/|queries\/tickets|access\/(get|delete|put|patch) (session|tickets|templates\/\{id\}|accounts\/\{id\}|events)|audiences\/(online|moved by permission))/;

interface Mounted {
  readonly url: string;
  readonly end: () => Promise<unknown>;
}

async function inProcess(name: string): Promise<Mounted> {
  const { start } = (await import(`../../examples/mounts/${name}.js`)) as {
    start: (server: SidecardServer, port: number) => Server | Promise<Server>;
  };
  const server = createSidecardServer({
    database: { store: createMapsStore() },
    verify: verifyJwt({ ...HOST, key: SECRET }),
  });
  await server.start();
  const http = await start(server, 0);
  if (!http.listening) await new Promise((resolve) => void http.once('listening', resolve));
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    async end() {
      await server.stop();
      http.closeAllConnections();
      await new Promise((resolve) => void http.close(resolve));
    },
  };
}

/** Runs Next.js's command. Resolves when it has ended, or has said something that fits. */
function next(args: readonly string[], until?: RegExp) {
  const child = spawn(process.execPath, [`${FOLDER}node_modules/next/dist/bin/next`, ...args], {
    cwd: `${FOLDER}next`,
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', SIDECARD_JWT_SECRET: SECRET },
  });
  let said = '';
  return new Promise<{ found: RegExpExecArray | null; end: () => Promise<unknown> }>((resolve, reject) => {
    const ended = new Promise<number | null>((done) => void child.once('exit', done));
    const end = () => {
      child.kill();
      return ended;
    };
    const hear = (chunk: Buffer) => {
      said += chunk.toString();
      const found = until?.exec(said) ?? null;
      if (found) resolve({ found, end });
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    void ended.then((code) => (code === 0 && !until ? resolve({ found: null, end }) : reject(new Error(said))));
  });
}

async function nextApp(): Promise<Mounted> {
  await next(['build']);
  const { found, end } = await next(['start', '--port', '0', '--hostname', '127.0.0.1'], /http:\/\/127\.0\.0\.1:\d+/);
  return { url: found?.[0] ?? '', end };
}

describe.each([
  ['hono', () => inProcess('hono')],
  ['express', () => inProcess('express')],
  ['fastify', () => inProcess('fastify')],
  ['next', nextApp],
])('below a path of %s', (_, open) => {
  let mounted: Mounted;
  beforeAll(async () => {
    mounted = await open();
  }, 400_000);
  afterAll(() => mounted?.end());

  it('the server does what the protocol asks, streams and aborts included', async () => {
    const url = `${mounted.url}/after-sales`;
    const report = await checkConformance({ url, tokens, only: (id) => CHECKS.test(id) });
    expect(reportText(report)).toMatch(/: \d+ passed, 0 failed, /);
    expect(report.passed).toBeGreaterThan(100);
  }, 300_000);

  it('a body without an end is refused at its limit', async () => {
    const token = await tokens.token({ party: 'buyer', accountId: 'a', merchantId: 'shop-1', name: 'A' });
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 16_384;
        if (sent > 50_000_000) controller.close();
        else controller.enqueue(new Uint8Array(16_384).fill(32));
      },
    });
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'idempotency-key': 'endless',
    };
    const init = { method: 'POST', headers, body, duplex: 'half' } as RequestInit;
    const ended = await fetch(`${mounted.url}/after-sales/v1/tickets`, init).then(
      (answer) => answer.status,
      // The connection may be closed before the answer is read.
      (error: Error & { cause?: { code?: string } }) => error.cause?.code,
    );
    expect([413, 'ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']).toContain(ended);
    expect(sent).toBeLessThan(50_000_000);
    const answer = await fetch(`${mounted.url}/after-sales/v1/session`, {
      headers: { authorization: headers.authorization },
    });
    expect(answer.status).toBe(200);
  });

  it('what a proxy says of the client’s address changes nothing', async () => {
    const token = await tokens.token({ party: 'buyer', accountId: 'a', merchantId: 'shop-1', name: 'A' });
    const forwarded = {
      'x-forwarded-for': '203.0.113.9',
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'shop.example',
    };
    const answers = [{}, forwarded].map(async (headers) => {
      const answer = await fetch(`${mounted.url}/after-sales/v1/tickets`, {
        headers: { authorization: `Bearer ${token}`, ...headers },
      });
      return [answer.status, await answer.text()];
    });
    expect(await answers[1]).toEqual(await answers[0]);
  });

  it('the app’s own pages stay', async () => {
    const answer = await fetch(mounted.url);
    expect([answer.status, (await answer.text()).includes('The shop.')]).toEqual([200, true]);
  });
});
