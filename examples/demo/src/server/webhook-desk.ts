import { verifyWebhook } from '@sidecard/client/webhooks';
import type { WebhookDeliveryPage, WebhookList, WebhookSaved } from '@sidecard/core/wire';
import type { Principal } from '@sidecard/server';
import type { WebhookDesk } from '../shared/webhooks.js';
import { json, jsonFrom, refusal } from './answers.js';
import type { Backend } from './backend.js';

/** Name of the demo's own address of webhooks. */
const OWN = 'demo';
/** How many deliveries the page shows of each address. */
const SHOWN = 30;

/** What {@link createWebhookDesk} takes. */
export interface WebhookDeskOptions {
  readonly principalOf: (request: Request) => Promise<Principal | undefined>;
  /** Returns the shop's client of Sidecard's API. */
  readonly backendOf: (merchantId: string) => Backend;
}

/** The host's receiver of webhooks, and what its page of webhooks needs. */
export interface WebhookDeskServer {
  /** Answers below `/demo/webhooks`. */
  fetch(request: Request): Promise<Response>;
  /** Has a shop's webhooks sent to the receiver at an address of the demo. */
  connect(merchantId: string, origin: string): Promise<void>;
}

/** Creates the receiver, and the API of its page. */
export function createWebhookDesk({ principalOf, backendOf }: WebhookDeskOptions): WebhookDeskServer {
  /** The latest secrets of each shop. They are not stored: each start of the demo makes new ones. */
  const secrets = new Map<string, string>();
  /** Shops whose receiver plays one that is out of order. */
  const failing = new Set<string>();

  /** `POST /demo/webhooks/receive/{shop}`: a real host would put it into a queue. */
  async function receive(request: Request, merchantId: string): Promise<Response> {
    if (failing.has(merchantId)) return refusal(503, 'Out of order.');
    const secret = secrets.get(merchantId);
    if (secret === undefined) return refusal(503, 'Not yet connected.');
    const verified = await verifyWebhook({ headers: request.headers, body: await request.text(), secret });
    return verified.ok ? new Response(null, { status: 204 }) : refusal(400, verified.code);
  }

  async function list(merchantId: string): Promise<Response> {
    const backend = backendOf(merchantId);
    const { webhooks = [] } = (await backend.read<WebhookList>('/v1/webhooks')) ?? {};
    const pages = webhooks.map(async (webhook) => {
      const path = `/v1/webhooks/${encodeURIComponent(webhook.id)}/deliveries?limit=${SHOWN}`;
      const page = await backend.read<WebhookDeliveryPage>(path);
      return { webhook, deliveries: page?.deliveries ?? [] };
    });
    return json({ webhooks: await Promise.all(pages), failing: failing.has(merchantId) } satisfies WebhookDesk);
  }

  /** `POST /demo/webhooks/receiver`: `{"failing": true}` puts the receiver out of order. */
  async function setFailing(request: Request, merchantId: string): Promise<Response> {
    const body = (await jsonFrom(request, 100)) as { readonly failing?: unknown } | null | undefined;
    if (typeof body?.failing !== 'boolean') return refusal(400, 'Not understood.');
    if (body.failing) failing.add(merchantId);
    else failing.delete(merchantId);
    return list(merchantId);
  }

  return {
    async fetch(request) {
      const { pathname } = new URL(request.url);
      const [first = '', second = '', third] = pathname.split('/').slice(3).map(decodeURIComponent);
      if (first === 'receive' && request.method === 'POST') return receive(request, second);
      const principal = await principalOf(request);
      if (!principal) return refusal(401, 'Sign in first.');
      // The addresses belong to the shop's backend, so its main account looks at them.
      if (principal.party !== 'merchant' || !principal.main)
        return refusal(403, 'Only the main account sees webhooks.');
      if (first === '' && request.method === 'GET') return list(principal.merchantId);
      if (first === 'receiver' && request.method === 'POST') return setFailing(request, principal.merchantId);
      if (third !== 'send' || request.method !== 'POST') return refusal(404, 'Not found.');
      const path = `/v1/webhooks/${encodeURIComponent(first)}/deliveries/${encodeURIComponent(second)}/send`;
      const isSent = await backendOf(principal.merchantId).write('POST', path);
      return isSent ? list(principal.merchantId) : refusal(404, 'Not found.');
    },

    async connect(merchantId, origin) {
      const backend = backendOf(merchantId);
      const url = `${origin}/demo/webhooks/receive/${encodeURIComponent(merchantId)}`;
      const saved = await backend.write<WebhookSaved>('PUT', `/v1/webhooks/${OWN}`, { url });
      const secret = saved?.secret ?? (await backend.write<WebhookSaved>('POST', `/v1/webhooks/${OWN}/secret`))?.secret;
      if (secret !== undefined) secrets.set(merchantId, secret);
    },
  };
}
