import type { Order } from '@sidecard/core';
import type { ProblemCode } from '@sidecard/core/wire';
import { principalOf } from '../accounts/principal.js';
import type { Principal } from '../context/ports.js';
import type { MemoryIdentity } from '../memory/backend.js';
import { SAMPLE_AGENT, SAMPLE_BUYER, sampleOrder, sampleRequest } from '../memory/sample.js';
import type { HandlerOptions, SidecardServer } from '../options.js';
import { createHandler } from '../server.js';
import { problemResponse } from '../http/respond.js';
import { createMapsStore } from '../storage/maps/store.js';
import { problem } from '../wire/problem.js';
import { LOOPBACK } from '../wire/secure-url.js';
import { listen } from './listen.js';

/** Options of {@link openDevServer}. */
export interface DevServerOptions extends Pick<
  HandlerOptions,
  'attachments' | 'onError' | 'orders' | 'policy' | 'recipients' | 'types'
> {
  /** 0 picks a free port. @default 0 */
  readonly port?: number;
  /** An address of this machine alone. @default '127.0.0.1' */
  readonly host?: string;
  /** Called with what to tell the developer. @default console.warn */
  readonly say?: (text: string) => void;
}

/** An account, or a backend that reads the feed. */
export interface DevIdentity extends Pick<MemoryIdentity, 'accountId' | 'name' | 'main'> {
  readonly party: MemoryIdentity['party'] | 'messenger';
  /** @default 'shop-1' */
  readonly merchantId?: string;
}

/** A listening server for development. */
export interface DevServer {
  /** Such as `http://127.0.0.1:8787`. */
  readonly url: string;
  /** Returns a token of an account, for one hour. `GET /dev/token?party=…&accountId=…&name=…&merchantId=…&main` answers the same to pages; without
   * an account, that of {@link SAMPLE_AGENT}. */
  readonly token: (identity: DevIdentity) => string;
  readonly close: () => Promise<void>;
}

const TOKEN_MS = 3_600_000;
const SHOP = 'shop-1';

/**
 * Starts a server for development: in memory, on this machine's loopback address, without any configuration. Whoever asks `GET /dev/token`
 * is who they say, so pages need no backend that signs tokens; `POST /dev/tickets?locale=…&merchantId=…` creates a ticket about a sample order.
 * It answers only requests to a loopback address, and only pages that come from one.
 *
 * @throws {TypeError} if `NODE_ENV` is `production`, or other machines reach `host`
 * @throws if the port is in use (`EADDRINUSE`)
 */
export async function openDevServer({
  port = 0,
  host = '127.0.0.1',
  say = console.warn,
  ...options
}: DevServerOptions = {}): Promise<DevServer> {
  if (process.env['NODE_ENV'] === 'production') {
    throw new TypeError('The development server lets anybody be anybody: it does not start with NODE_ENV=production.');
  }
  if (!LOOPBACK.test(host)) {
    throw new TypeError(
      `The development server lets anybody be anybody: it does not listen at ${host}, only at 127.0.0.1.`,
    );
  }
  const tokens = new Map<string, Principal>();
  const samples = new Map<string, Order>();
  const handler = createHandler(createMapsStore(), {
    ...options,
    verify: (token, nowMs) => {
      forgetExpired(nowMs);
      return Promise.resolve(tokens.get(token));
    },
    orders: async (merchantId, orderId) => (await options.orders?.(merchantId, orderId)) ?? samples.get(orderId),
    clock: Date,
    // Other origins than those of this machine are refused before.
    allowedOrigins: '*',
  });

  function forgetExpired(nowMs: number): void {
    for (const [text, { expiresAtMs }] of tokens) if (expiresAtMs <= nowMs) tokens.delete(text);
  }

  function token({ party, accountId, name, main = false, merchantId = SHOP }: DevIdentity): string {
    const iat = Date.now() / 1000;
    const claims = { sub: accountId, party, merchantId, main, name, iat, exp: iat + TOKEN_MS / 1000 };
    const principal = principalOf(claims);
    if (!principal)
      throw new TypeError(
        'A development token needs `party` (merchant, buyer, staff, host or messenger), `accountId` and `name`.',
      );
    forgetExpired(Date.now());
    const text = `dev-${crypto.randomUUID()}`;
    tokens.set(text, principal);
    return text;
  }

  /** Creates a ticket about a new sample order, as its buyer. */
  async function createSample(query: URLSearchParams): Promise<Response> {
    const locale = query.get('locale');
    const buyer = token({ ...SAMPLE_BUYER, merchantId: query.get('merchantId') ?? SHOP });
    const order = sampleOrder(Date.now(), { id: `sample-order-${crypto.randomUUID().slice(0, 8)}` });
    samples.set(order.id, order);
    const headers = {
      authorization: `Bearer ${buyer}`,
      'content-type': 'application/json',
      'idempotency-key': order.id,
    };
    const body = JSON.stringify({ ...sampleRequest(order), ...(locale ? { locale } : {}) });
    return handler.fetch(new Request('http://localhost/v1/tickets', { method: 'POST', headers, body }));
  }

  async function answer(request: Request): Promise<Response> {
    const { pathname, searchParams, hostname } = new URL(request.url);
    const origin = request.headers.get('origin');
    const from = origin === null ? 'localhost' : URL.canParse(origin) ? new URL(origin).hostname : '';
    if (!LOOPBACK.test(hostname) || !LOOPBACK.test(from)) {
      // readable by the page that is refused, whose developer has to learn why
      return refusal('permission-missing', 'A development server answers only its own machine.');
    }
    try {
      if (pathname === '/dev/token') return text(token({ ...SAMPLE_AGENT, ...identityOf(searchParams) }));
      if (pathname === '/dev/tickets' && request.method === 'POST') return await createSample(searchParams);
    } catch (error) {
      return refusal('body-invalid', (error as Error).message);
    }
    return handler.fetch(request);
  }

  const server: Pick<SidecardServer, 'fetch' | 'start' | 'stop'> = {
    fetch: answer,
    start: () => handler.start(),
    stop: () => handler.stop(),
  };
  const listening = await listen(server, { port, host });
  say(`
  ╔══════════════════════════════════════════════════════════════════╗
  ║  DEVELOPMENT SERVER: anybody is whoever they say they are.       ║
  ║  In memory, on this machine only. Never use it in production.    ║
  ╚══════════════════════════════════════════════════════════════════╝
`);
  return { url: listening.url, token, close: () => listening.close() };
}

function identityOf(query: URLSearchParams) {
  return {
    ...Object.fromEntries(
      ['party', 'accountId', 'name', 'merchantId'].flatMap((key) => {
        const value = query.get(key);
        return value === null ? [] : [[key, value]];
      }),
    ),
    // Without any identity it is the sample shop's main account.
    ...(query.has('main') || query.has('accountId')
      ? { main: query.has('main') && query.get('main') !== 'false' }
      : {}),
  };
}

const ANY_PAGE = { 'access-control-allow-origin': '*' };

const text = (body: string) =>
  new Response(body, { headers: { 'content-type': 'text/plain', 'cache-control': 'no-store', ...ANY_PAGE } });

const refusal = (code: ProblemCode, detail: string) => problemResponse(problem(code, { detail }, ANY_PAGE));
