import {
  MAX_WEBHOOKS,
  type WebhookContent,
  type WebhookDeliveryPage,
  type WebhookDeliveryState,
  type WebhookDeliveryView,
  type WebhookList,
  type WebhookSaved,
  type WebhookView,
} from '@sidecard/core/wire';
import type { RequestContext, ServerContext } from '../context/context.js';
import { FEED_STREAM } from '../storage/streams.js';
import type { Webhook, WebhookDelivery } from '../storage/webhook-records.js';
import { MENDED } from '../webhooks/outcome.js';
import { newSecret, validSecrets } from '../webhooks/signature.js';
import { invalidPart, problem } from '../wire/problem.js';

/** How long a former secret signs besides a new one, in milliseconds. */
const ROTATION_MS = 86_400_000;
/** How many secrets sign at once. */
const MOST_SECRETS = 5;

/** Lists the shop's addresses of webhooks. */
export async function listWebhooks(
  { store, clock }: ServerContext,
  { merchantId }: RequestContext,
): Promise<WebhookList> {
  const found = await store.listWebhooks(merchantId);
  return { webhooks: found.map((webhook) => viewOf(webhook, clock.now())) };
}

/**
 * Saves an address, in place of the one with its id, and sends to it from now on. Repeating it has no effect. A new one gets a secret, which
 * is only in this answer.
 *
 * @throws ProblemError `body-invalid`, `too-many-webhooks`
 */
export async function saveWebhook(
  context: ServerContext,
  { merchantId }: RequestContext,
  id: string,
  { url, types, paused = false }: WebhookContent,
): Promise<WebhookSaved> {
  const { store, clock, newId } = context;
  mustBeCallable(context, url);
  const saved = await store.transaction(merchantId, async (unit): Promise<WebhookSaved> => {
    const now = clock.now();
    const before = await unit.lockWebhook(merchantId, id);
    const stopped = paused ? (before?.stopped ?? { reason: 'paused' as const, atMs: now }) : undefined;
    const asked = { url, types: types && [...new Set(types)], stopped };
    if (before) {
      const isSame = before.url === url && before.stopped === stopped && same(before.types, asked.types);
      // Saving it is how a host says that it is mended.
      const isMended = !paused && (!isSame || before.failures > 0);
      const webhook = { ...before, ...asked, ...(isMended ? { ...MENDED, nextAtMs: now } : {}) };
      if (isMended) await unit.renewWebhookDeliveries(merchantId, id, now);
      if (isMended || !isSame) await unit.putWebhook(webhook);
      return { webhook: viewOf(webhook, now) };
    }
    if ((await unit.listWebhooks(merchantId)).length >= MAX_WEBHOOKS) throw problem('too-many-webhooks');
    // What happened before is not sent, but can be replayed.
    const { seq } = await unit.streamHead({ merchantId, stream: FEED_STREAM }, newId);
    const secret = newSecret();
    const webhook: Webhook = {
      ...{ merchantId, id, ...asked, createdAtMs: now, secrets: [{ secret }], ...MENDED },
      ...{ seq, nextAtMs: undefined, lease: undefined },
    };
    await unit.addWebhook(webhook);
    return { webhook: viewOf(webhook, now), secret };
  });
  tell(context, merchantId);
  return saved;
}

/** Deletes an address with its deliveries, if there is one. */
export async function deleteWebhook(
  { store }: ServerContext,
  { merchantId }: RequestContext,
  id: string,
): Promise<void> {
  await store.transaction(merchantId, async (unit) => {
    // Those who store deliveries hold it too.
    await unit.lockWebhook(merchantId, id);
    await unit.dropWebhook(merchantId, id);
  });
}

/**
 * Adds a secret. Each former one signs besides it for a day, so a host whose receiver still has one of them loses nothing.
 *
 * @throws ProblemError `not-found`; `rate-limited` after four times in a day
 */
export async function rotateWebhookSecret(
  context: ServerContext,
  request: RequestContext,
  id: string,
): Promise<WebhookSaved> {
  const secret = newSecret();
  const webhook = await change(context, request, id, (before, now) => {
    const former = validSecrets(before.secrets, now).map((one) => ({ untilMs: now + ROTATION_MS, ...one }));
    if (former.length >= MOST_SECRETS) {
      const endsMs = Math.min(...former.map(({ untilMs }) => untilMs));
      throw problem('rate-limited', {}, { 'Retry-After': String(Math.ceil((endsMs - now) / 1000)) });
    }
    return { ...before, secrets: [{ secret }, ...former] };
  });
  return { webhook, secret };
}

/**
 * Sends everything again that happened since a time and is still in the log, which is kept for seven days.
 *
 * @throws ProblemError `not-found`
 */
export async function replayWebhooks(
  context: ServerContext,
  request: RequestContext,
  id: string,
  sinceMs: number,
): Promise<WebhookView> {
  const feed = { merchantId: request.merchantId, stream: FEED_STREAM };
  const first = await context.store.firstLineSince(feed, sinceMs);
  return change(context, request, id, (before) =>
    first === undefined ? before : { ...before, seq: Math.min(before.seq, first - 1) },
  );
}

/** Changes an address, and tells the senders. */
async function change(
  context: ServerContext,
  { merchantId }: RequestContext,
  id: string,
  to: (before: Webhook, nowMs: number) => Webhook,
): Promise<WebhookView> {
  const { store, clock } = context;
  const view = await store.transaction(merchantId, async (unit) => {
    const before = await unit.lockWebhook(merchantId, id);
    if (!before) throw problem('not-found');
    const now = clock.now();
    const webhook = to(before, now);
    await unit.putWebhook(webhook);
    return viewOf(webhook, now);
  });
  tell(context, merchantId);
  return view;
}

/**
 * Lists an address's deliveries, latest first.
 *
 * @throws ProblemError `not-found`
 */
export async function listWebhookDeliveries(
  { store }: ServerContext,
  { merchantId }: RequestContext,
  webhookId: string,
  query: {
    readonly state?: WebhookDeliveryState | undefined;
    readonly before?: number | undefined;
    readonly limit: number;
  },
): Promise<WebhookDeliveryPage> {
  const all = await store.listWebhooks(merchantId);
  if (!all.some(({ id }) => id === webhookId)) throw problem('not-found');
  const { limit } = query;
  const found = await store.listWebhookDeliveries({ merchantId, webhookId, ...query, limit: limit + 1 });
  const last = found[limit - 1];
  return {
    deliveries: found.slice(0, limit).map(deliveryView),
    ...(last && found.length > limit ? { next: String(last.seq) } : {}),
  };
}

/**
 * Sends a webhook once more, whatever came of it. To a stopped address it goes once the address is saved again.
 *
 * @throws ProblemError `not-found`
 */
export async function sendWebhookAgain(
  context: ServerContext,
  { merchantId }: RequestContext,
  webhookId: string,
  id: string,
): Promise<WebhookDeliveryView> {
  const { store, clock } = context;
  const view = await store.transaction(merchantId, async (unit) => {
    const webhook = await unit.lockWebhook(merchantId, webhookId);
    const delivery = webhook && (await unit.findWebhookDelivery(merchantId, webhookId, id));
    if (!webhook || !delivery) throw problem('not-found');
    const now = clock.now();
    // Not as old as before, so that an answer to an attempt under way does not count for this one.
    const sinceMs = Math.max(now, delivery.sinceMs + 1);
    const again: WebhookDelivery = { ...delivery, state: 'pending', attempts: 0, nextAtMs: now, sinceMs };
    await unit.putWebhookDeliveries(merchantId, [again]);
    await unit.putWebhook({ ...webhook, nextAtMs: now, holdUntilMs: 0 });
    return deliveryView(again);
  });
  tell(context, merchantId);
  return view;
}

function tell({ bus }: ServerContext, merchantId: string): void {
  bus.publish({ kind: 'webhooks', merchantId });
}

/** @throws ProblemError `body-invalid` */
function mustBeCallable({ webhooks }: ServerContext, address: string): void {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url || url.username || url.password || url.hash) {
    throw invalidPart('url', 'Must be a URL without name, password and fragment, such as https://shop.example/hooks.');
  }
  const refusal = webhooks?.transport.refusalOf(url);
  if (refusal !== undefined) throw invalidPart('url', refusal);
}

const same = (one: unknown, other: unknown) => JSON.stringify(one ?? null) === JSON.stringify(other ?? null);

function viewOf({ id, url, types, createdAtMs, stopped, failures, secrets }: Webhook, nowMs: number): WebhookView {
  return {
    ...{ id, url, ...(types ? { types } : {}), createdAtMs },
    ...(stopped ? { stopped: stopped.reason, stoppedAtMs: stopped.atMs } : {}),
    ...{ failures, secrets: validSecrets(secrets, nowMs).length },
  };
}

function deliveryView(delivery: WebhookDelivery): WebhookDeliveryView {
  const { id, type, ticketId, state, atMs, attempts, nextAtMs, last } = delivery;
  return {
    ...{ id, type, ticketId, state, atMs, attempts },
    ...(state === 'pending' ? { nextAtMs } : {}),
    ...(last ? { last: inOrder(last) } : {}),
  };
}

/** The database has its own order of members. */
function inOrder({ atMs, status, failure }: NonNullable<WebhookDelivery['last']>) {
  return { atMs, ...(status === undefined ? {} : { status }), ...(failure ? { failure } : {}) };
}
