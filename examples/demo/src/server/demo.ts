import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Labels, Locale, Order, Policy } from '@sidecard/core';
import type { TicketAnswer } from '@sidecard/core/wire';
import { createSidecardServer } from '@sidecard/server';
import { TICKET_TYPES } from '../shared/ticket-types.js';
import {
  FolderInUseError,
  FolderNotPrivateError,
  nodeWebhooks,
  openFolderAttachments,
  openPglite,
  sharpPictures,
} from '@sidecard/server/node';
import type { RelaySender } from '../shared/relay.js';
import { STAFF_ID, STAGE_BUYER, STAGE_SHOP, type StageInfo } from '../shared/world.js';
import { type Backend, connectBackend } from './backend.js';
import { openMemory } from './memory.js';
import { startPayments } from './payments.js';
import { demoPolicy } from './policy.js';
import { listenOnPorts } from './ports.js';
import { openRelayLog, type RelayLog } from './relay/log.js';
import { createRelay } from './relay/relay.js';
import { readRequests } from './requests.js';
import type { Settings } from './settings.js';
import { createShopDesk } from './shop-desk.js';
import { createSignIn } from './sign-in.js';
import { createStaffing, type Staffing } from './staffing.js';
import { createPages } from './static.js';
import { createWebhookDesk } from './webhook-desk.js';
import { openWarehouse } from './warehouse.js';
import { readWorld, type World } from './world.js';

/** A running demo. */
export interface Demo {
  readonly urls: { readonly stage: string; readonly agent: string; readonly buyer: string; readonly staff: string };
  stop(): Promise<void>;
}

type Fetch = (request: Request) => Promise<Response>;

/** Starts everything: Sidecard's server, and stand-ins for the systems that a real product already has. */
export async function startDemo(settings: Settings): Promise<Demo> {
  const ports: number[] = [];
  const opening: { services?: Promise<Services> } = {};
  // Bind the ports first, so that a port conflict is reported before `--fresh` deletes anything.
  const listening = await listenOnPorts(
    settings.basePort,
    PAGES.map((page) => {
      const pages = createPages(page, () => originsOf(ports));
      return async (request: Request) => route(request, await servicesOf(opening), pages);
    }),
  );
  ports.push(...listening.map(({ port }) => port));
  opening.services = openServices(settings, ports);
  const close = (): Promise<unknown> => Promise.all(listening.map((each) => each.close()));
  const services = await opening.services.catch(async (error: unknown) => {
    await close();
    throw error;
  });

  const url = (index: number): string => `http://localhost:${ports[index] ?? 0}`;
  return {
    urls: { stage: url(0), agent: url(1), buyer: url(2), staff: url(3) },
    async stop() {
      services.endStreams();
      await close();
      await services.close();
    },
  };
}

/** Requests that arrive during startup wait until the services are open. */
async function servicesOf(opening: { readonly services?: Promise<Services> }): Promise<Services> {
  if (!opening.services) throw new Error('The demo has not started yet.');
  return opening.services;
}

const PAGES = ['stage.html', 'agent.html', 'buyer.html', 'staff.html'];

/** The demo answers on `localhost` and `127.0.0.1`; each port has an origin under both names. */
const originsOf = (ports: readonly number[]): string[] =>
  ports.flatMap((port) => [`http://localhost:${port}`, `http://127.0.0.1:${port}`]);

async function stageOf(
  ports: readonly number[],
  minuteMs: number,
  { people }: World,
  staff: Staffing,
): Promise<StageInfo> {
  const [stage = 0, agent = 0, buyer = 0, desk = 0] = ports;
  const named = (id: string): Labels => people.find((person) => person.id === id)?.names ?? { 'zh-CN': id, en: id };
  const handlers = await staff.handlersOf(STAGE_SHOP);
  return {
    ports: { stage, agent, buyer, staff: desk },
    minuteMs,
    accounts: people
      .filter(({ merchantId }) => merchantId === STAGE_SHOP)
      .map(({ id, names, main }) => ({ id, names, main, mayHandle: handlers.has(id) })),
    buyer: named(STAGE_BUYER),
    staff: named(STAFF_ID),
  };
}

/** The services that every port serves. */
interface Services {
  readonly sidecard: Fetch;
  readonly relay: Fetch;
  readonly signIn: Fetch;
  readonly shopDesk: Fetch;
  readonly webhookDesk: Fetch;
  endStreams(): void;
  close(): Promise<void>;
}

async function openServices({ folder, fresh, minuteMs }: Settings, ports: readonly number[]): Promise<Services> {
  const data = join(folder, 'sidecard');
  if (fresh) await empty(folder, data);
  await mkdir(folder, { recursive: true });
  const database = await openPglite(data);
  const memory = await openMemory(folder, Date.now());
  const world = await readWorld(memory.beganAtMs);
  const warehouse = openWarehouse(memory);
  const policyOf = (merchantId: string, locale: Locale): Partial<Policy> => {
    const terms = world.terms(merchantId, locale);
    return terms ? demoPolicy(minuteMs, terms, locale) : {};
  };
  const requests = await readRequests({
    now: memory.beganAtMs,
    find: (orderId, locale) =>
      world.merchants
        .map(({ id }) => ({ order: world.order(id, orderId, () => locale), policy: policyOf(id, locale) }))
        .find((found): found is { order: Order; policy: Partial<Policy> } => found.order !== undefined),
  });
  const log = await openRelayLog(folder);
  const signIn = await createSignIn({
    folder,
    people: world.people,
    async onSignIn({ id, merchantId }, locale) {
      await memory.setLocale(id, locale);
      if (!merchantId || memory.localeOf(merchantId) === locale) return;
      await memory.setLocale(merchantId, locale);
      await staff.signInAll(merchantId, locale);
    },
  });
  const sidecard = createSidecardServer({
    database,
    verify: signIn.verify,
    types: TICKET_TYPES,
    attachments: { reader: await sharpPictures(), storage: await openFolderAttachments(join(folder, 'pictures')) },
    // The demo receives its own webhooks, on this machine.
    webhooks: { transport: nodeWebhooks({ allowPrivate: true }) },
    // Allow any origin, so that you can point a page of your own at this server.
    allowedOrigins: '*',
    orders: (merchantId, orderId) => {
      const order = world.order(merchantId, orderId, (id) => memory.localeOf(id));
      return Promise.resolve(order && warehouse.withParcel(order));
    },
    policy: (merchantId) => policyOf(merchantId, memory.localeOf(merchantId)),
  });
  const backendOf = (merchantId: string): Backend =>
    connectBackend(
      (request) => sidecard.fetch(request),
      () => signIn.serviceToken(merchantId),
    );
  const staff = createStaffing(
    world.people,
    (request) => sidecard.fetch(request),
    signIn,
    (id) => memory.localeOf(id),
  );
  await sidecard.start();
  if (!memory.staffed) {
    await addInitialMessages(world, log);
    for (const { id } of world.merchants) await staff.grantInitialPermissions(id, memory.localeOf(id));
    await memory.markStaffed();
  }

  const principalOf = (request: Request) => signIn.principalOf(request);
  const relay = createRelay({
    log,
    principalOf,
    conversations: world.conversations,
    nameOf: (id) => world.people.find((person) => person.id === id)?.names ?? id,
    origins: () => originsOf(ports),
    async conversationOf(merchantId, ticketId) {
      const answer = await backendOf(merchantId).read<TicketAnswer>(`/v1/tickets/${encodeURIComponent(ticketId)}`);
      return answer?.ticket.conversationId;
    },
  });
  const webhookDesk = createWebhookDesk({ principalOf, backendOf });
  for (const { id } of world.merchants) await webhookDesk.connect(id, `http://127.0.0.1:${ports[0] ?? 0}`);
  const stopPayments = world.merchants.map(({ id, names }) => startPayments(names.en, backendOf(id)));
  return {
    sidecard: (request) => sidecard.fetch(request),
    relay: (request) => relay.fetch(request),
    signIn: (request) => signIn.fetch(request),
    webhookDesk: (request) => webhookDesk.fetch(request),
    shopDesk: createShopDesk({
      world,
      memory,
      principalOf,
      warehouse,
      requests,
      backendOf,
      stage: () => stageOf(ports, minuteMs, world, staff),
    }),
    endStreams() {
      relay.stop();
    },
    async close() {
      for (const stop of stopPayments) stop();
      await sidecard.stop();
      await log.close();
      await database.close();
    },
  };
}

/** Serves every path on every port, so that each page finds what it needs at its own origin. */
function route(request: Request, services: Services, pages: Fetch): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (pathname.startsWith('/v1/') || ['/healthz', '/readyz', '/openapi.json'].includes(pathname)) {
    return services.sidecard(request);
  }
  if (pathname.startsWith('/relay/')) return services.relay(request);
  if (pathname === '/demo/token') return services.signIn(request);
  if (/^\/demo\/webhooks(\/|$)/.test(pathname)) return services.webhookDesk(request);
  if (pathname.startsWith('/demo/')) return services.shopDesk(request);
  return pages(request);
}

/** Adds the messages that were sent before the demo began. */
async function addInitialMessages({ conversations, people }: World, log: RelayLog): Promise<void> {
  const said = conversations.flatMap((conversation) =>
    conversation.messages.map(({ from, atMs, text }, index) => {
      const id = from === 'buyer' ? conversation.buyer.id : from;
      const name = people.find((person) => person.id === id)?.names ?? id;
      const sender: RelaySender = { side: from === 'buyer' ? 'buyer' : 'shop', accountId: id, name };
      return { id: `before-${index}`, conversationId: conversation.id, from: sender, atMs, text };
    }),
  );
  await log.add(said.sort((one, other) => one.atMs - other.atMs));
}

/** Deletes the data folder, unless another process is using it. */
async function empty(folder: string, data: string): Promise<void> {
  try {
    await (await openPglite(data)).close();
  } catch (error) {
    if (error instanceof FolderInUseError || error instanceof FolderNotPrivateError) throw error;
    // Delete a database that does not open, too.
  }
  await rm(folder, { recursive: true, force: true });
}
