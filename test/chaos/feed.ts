import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FeedPage, WebhookDeliveryPage, WebhookEvent } from '@sidecard/core/wire';
import { hostOf, messengerOf, tokenOf } from './people.ts';
import { wait } from './proxy.ts';

/** How often a receiver of webhooks fails: with 503, and without an answer at all. */
const FAILS = 0.02;
const HANGS_UP = 0.02;

/** A webhook as it was received: its id, and its ticket. */
export interface Told {
  readonly id: string;
  readonly ticketId: string;
}

/** The hosts of all shops, who receive webhooks, and sometimes fail to. */
export class Hosts {
  readonly #server: Server;
  /** By shop: what was received and answered, as it came. */
  readonly told = new Map<string, Told[]>();
  attempts = 0;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<Hosts> {
    const server = createServer();
    const hosts = new Hosts(server);
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        hosts.attempts++;
        const dice = Math.random();
        if (dice < HANGS_UP) return void request.socket.destroy();
        if (dice < HANGS_UP + FAILS) return void response.writeHead(503).end();
        const { data } = JSON.parse(Buffer.concat(chunks).toString()) as WebhookEvent;
        const shop = (request.url ?? '').slice(1);
        const all = hosts.told.get(shop) ?? [];
        hosts.told.set(shop, all);
        all.push({ id: String(request.headers['webhook-id']), ticketId: data.ticketId });
        return void response.writeHead(204).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return hosts;
  }

  /** Has the webhooks of a shop sent here. @param url - of a server */
  async listenTo(shop: string, url: string): Promise<void> {
    const { port } = this.#server.address() as AddressInfo;
    const response = await fetch(`${url}/v1/webhooks/chaos`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${await tokenOf(hostOf(shop))}`, 'content-type': 'application/json' },
      body: JSON.stringify({ url: `http://127.0.0.1:${port}/${shop}` }),
    });
    if (!response.ok) throw new Error(`${shop} got no webhooks: ${await response.text()}`);
  }

  get count(): number {
    return [...this.told.values()].reduce((sum, { length }) => sum + length, 0);
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

/** Resolves when no webhook of a shop waits to be sent. @param url - of a server */
export async function allSent(shop: string, url: string): Promise<void> {
  for (;;) {
    const headers = { authorization: `Bearer ${await tokenOf(hostOf(shop))}` };
    const response = await fetch(`${url}/v1/webhooks/chaos/deliveries?state=pending&limit=1`, { headers });
    const { deliveries } = (await response.json()) as WebhookDeliveryPage;
    if (response.ok && deliveries.length === 0) return;
    await wait(500);
  }
}

/** A backend that reads a shop's feed, and acknowledges nothing. */
export class FeedReader {
  readonly shop: string;
  readonly #urls: readonly string[];
  #next = 0;
  #cursor: string | undefined;
  #stopped = false;
  #abort = new AbortController();
  #running: Promise<void> | undefined;
  /** The posts that it read, as they came. */
  readonly ids: string[] = [];
  /** Refusals, such as of its cursor. */
  readonly refused: string[] = [];

  constructor(shop: string, urls: readonly string[]) {
    this.shop = shop;
    this.#urls = urls;
  }

  start(): void {
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#abort.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      this.#abort = new AbortController();
      await this.#read(this.#urls[this.#next++ % this.#urls.length]!).catch(() => wait(50 + Math.random() * 100));
    }
  }

  async #read(url: string): Promise<void> {
    const after = this.#cursor === undefined ? '' : `&after=${this.#cursor}`;
    const response = await fetch(`${url}/v1/feed?wait=5${after}`, {
      headers: { authorization: `Bearer ${await tokenOf(messengerOf(this.shop))}` },
      signal: AbortSignal.any([this.#abort.signal, AbortSignal.timeout(15_000)]),
    });
    if (response.status >= 500 || response.status === 429) return wait(50 + Math.random() * 100);
    if (!response.ok) {
      this.refused.push(await response.text());
      return wait(1_000);
    }
    const { posts, cursor } = (await response.json()) as FeedPage;
    this.ids.push(...posts.map(({ deliveryId }) => deliveryId));
    this.#cursor = cursor;
  }
}
