import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Labels, Locale, Order, Policy } from '@sidecard/core';
import type { TicketAnswer } from '@sidecard/core/wire';
import { createSidecardServer } from '@sidecard/server';
import { TICKET_TYPES } from '../shared/ticket-types.js';
import { FolderInUseError, FolderNotPrivateError, openPglite } from '@sidecard/server/node';
import type { RelaySender } from '../shared/relay.js';
import { STAFF_ID, STAGE_BUYER, STAGE_SHOP, type StageInfo } from '../shared/world.js';
import { type Backend, connectBackend } from './backend.js';
import { openMemory } from './memory.js';
import { startPayments } from './payments.js';
import { demoPolicy } from './policy.js';
import { listenInARow } from './ports.js';
import { openRelayLog, type RelayLog } from './relay/log.js';
import { createRelay } from './relay/relay.js';
import { readRequests } from './requests.js';
import type { Settings } from './settings.js';
import { createShopDesk } from './shop-desk.js';
import { createSignIn } from './sign-in.js';
import { createStaffing, type Staffing } from './staffing.js';
import { createPages } from './static.js';
import { openWarehouse } from './warehouse.js';
import { readWorld, type World } from './world.js';

/** The demo, up and running. */
export interface Demo {
  readonly urls: { readonly stage: string; readonly agent: string; readonly buyer: string; readonly staff: string };
  stop(): Promise<void>;
}

type Fetch = (request: Request) => Promise<Response>;

/** Starts everything: Sidecard's server, and beside it what a real product has already. */
export async function startDemo(settings: Settings): Promise<Demo> {
  const ports: number[] = [];
  const inside: { house?: Promise<House> } = {};
  // Listening comes first: a port that is taken is said at once, and before anything is deleted.
  const listening = await listenInARow(
    settings.basePort,
    PAGES.map((page) => {
      const pages = createPages(page, () => originsOf(ports));
      return async (request: Request) => route(request, await knock(inside), pages);
    }),
  );
  ports.push(...listening.map(({ port }) => port));
  inside.house = openHouse(settings, ports);
  const close = (): Promise<unknown> => Promise.all(listening.map((each) => each.close()));
  const house = await inside.house.catch(async (error: unknown) => {
    await close();
    throw error;
  });

  const url = (index: number): string => `http://localhost:${ports[index] ?? 0}`;
  return {
    urls: { stage: url(0), agent: url(1), buyer: url(2), staff: url(3) },
    async stop() {
      house.endStreams();
      await close();
      await house.close();
    },
  };
}

/** Whoever comes while the house is being opened waits at the door. */
async function knock(inside: { readonly house?: Promise<House> }): Promise<House> {
  if (!inside.house) throw new Error('The demo is not open yet.');
  return inside.house;
}

const PAGES = ['stage.html', 'agent.html', 'buyer.html', 'staff.html'];

/** This machine has two names, and its ports an origin under each. */
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
  const handlers = await staff.whoMayHandle(STAGE_SHOP);
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

/** What stands behind every port. */
interface House {
  readonly sidecard: Fetch;
  readonly relay: Fetch;
  readonly signIn: Fetch;
  readonly shopDesk: Fetch;
  endStreams(): void;
  close(): Promise<void>;
}

async function openHouse({ folder, fresh, minuteMs }: Settings, ports: readonly number[]): Promise<House> {
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
      await staff.arrive(merchantId, locale);
    },
  });
  const sidecard = createSidecardServer({
    database,
    verify: signIn.verify,
    types: TICKET_TYPES,
    // so that a page of one's own, wherever it comes from, can be tried with this server
    allowedOrigins: '*',
    orders: (merchantId, orderId) => {
      const order = world.order(merchantId, orderId, (id) => memory.localeOf(id));
      return Promise.resolve(order && warehouse.asItStands(order));
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
    await sayWhatWasSaid(world, log);
    for (const { id } of world.merchants) await staff.begin(id, memory.localeOf(id));
    await memory.markStaffed();
  }

  const whoIs = (request: Request) => signIn.whoIs(request);
  const relay = createRelay({
    log,
    whoIs,
    conversations: world.conversations,
    nameOf: (id) => world.people.find((person) => person.id === id)?.names ?? id,
    origins: () => originsOf(ports),
    async conversationOf(merchantId, ticketId) {
      const answer = await backendOf(merchantId).read<TicketAnswer>(`/v1/tickets/${encodeURIComponent(ticketId)}`);
      return answer?.ticket.conversationId;
    },
  });
  const stopPayments = world.merchants.map(({ id, names }) => startPayments(names.en, backendOf(id)));
  return {
    sidecard: (request) => sidecard.fetch(request),
    relay: (request) => relay.fetch(request),
    signIn: (request) => signIn.fetch(request),
    shopDesk: createShopDesk({
      world,
      memory,
      whoIs,
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

/** Every port answers everything, so that a page finds all it needs at its own origin. */
function route(request: Request, house: House, pages: Fetch): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (pathname.startsWith('/v1/') || ['/healthz', '/readyz', '/openapi.json'].includes(pathname)) {
    return house.sidecard(request);
  }
  if (pathname.startsWith('/relay/')) return house.relay(request);
  if (pathname === '/demo/token') return house.signIn(request);
  if (pathname.startsWith('/demo/')) return house.shopDesk(request);
  return pages(request);
}

/** The chats as they were before the first visitor. */
async function sayWhatWasSaid({ conversations, people }: World, log: RelayLog): Promise<void> {
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

/** Deletes what is kept, unless another process works with it. */
async function empty(folder: string, data: string): Promise<void> {
  try {
    await (await openPglite(data)).close();
  } catch (error) {
    if (error instanceof FolderInUseError || error instanceof FolderNotPrivateError) throw error;
    // A database that cannot be opened is deleted like any other.
  }
  await rm(folder, { recursive: true, force: true });
}
