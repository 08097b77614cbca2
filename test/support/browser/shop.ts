import { type Client, createClient, httpTransport, memoryStorage, type Transport } from '@sidecard/client';
import {
  type CardMessage,
  type Locale,
  type Order,
  type Policy,
  DEFAULT_POLICY,
  builtInTypes,
  toCardMessage,
  type TicketType,
} from '@sidecard/core';
import { type Command, indexTypes, returnRefund } from '@sidecard/core/authoring';
import { project } from '@sidecard/core/server';
import type { FieldValues, Occasion } from '@sidecard/core/wire';
import {
  createMemoryBackend,
  type MemoryBackend,
  type MemoryConnection,
  type MemoryIdentity,
} from '@sidecard/server/memory';
import { caseOf, type Stage } from './cases.ts';
import { memoryPictures } from './pictures.ts';

const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** Saturday, 4 July 2026, 14:02 by the reader's clock: when most stories and tests take place. */
export const NOW_MS = new Date(2026, 6, 4, 14, 2).getTime();

export const MAIN: MemoryIdentity = { party: 'merchant', accountId: 'lin', name: 'Lin Chuan', main: true };
export const ME: MemoryIdentity = {
  party: 'merchant',
  accountId: 'chen',
  name: 'Chen Yu',
  permissions: ['task.handle', 'staff-message.send'],
};
export const COLLEAGUE: MemoryIdentity = { ...ME, accountId: 'zhou', name: 'Zhou Min' };
/** Receives cards and may not handle them (R11). */
export const WATCHER: MemoryIdentity = { party: 'merchant', accountId: 'wu', name: 'Wu Lei', permissions: [] };
export const STAFF: MemoryIdentity = { party: 'staff', accountId: 'staff-1', name: 'Xiao Er' };
export const BUYER: MemoryIdentity = { party: 'buyer', accountId: 'buyer-he', name: 'He Yiqing' };
export const HOST: MemoryIdentity = { party: 'host', accountId: 'host', name: 'host' };

/** A type that the server alone knows: its clients are older (R27). */
export const unknown: TicketType = {
  ...returnRefund,
  key: 'try-before-you-buy',
  labels: { 'zh-CN': '先试后买', en: 'Try before you buy' },
};

export const ORDER: Order = {
  id: '2607011633848817',
  buyer: { id: BUYER.accountId, name: BUYER.name },
  conversationId: 'conversation-he',
  items: [
    {
      id: 'mug',
      title: 'Fog-blue handmade mug, 350 ml, pair',
      options: 'Fog blue · 350 ml',
      quantity: 2,
      paid: { amountMinor: 25_800, currency: 'CNY' },
    },
  ],
  paidAtMs: NOW_MS - 6 * DAY_MS,
  shippedAtMs: NOW_MS - 5 * DAY_MS,
  signedAtMs: NOW_MS - 2 * DAY_MS,
};

export const REQUEST: FieldValues = {
  items: [{ itemId: 'mug', quantity: 2 }],
  reason: 'damaged',
  amount: { amountMinor: 25_800, currency: 'CNY' },
  text: 'box crushed, rim chipped, wants to return',
};
export const ADDRESS = {
  name: 'Wang Laoshi',
  phone: '13912348817',
  region: 'Jiangxi Jingdezhen',
  street: '8 Taoyang Road',
};

/** What happens to a ticket: a command of somebody's, or that time goes by. */
export type Step = readonly [who: MemoryIdentity, command: Command] | number;

export const CLAIM: Command = { command: 'claim' };
export const AGREE: Command = { command: 'agree', fields: { amount: REQUEST['amount'] ?? '', returnAddress: ADDRESS } };
export const DECLINE: Command = { command: 'decline', fields: { reason: 'other', text: 'The goods left us intact.' } };
export const SEND_BACK: Command = {
  command: 'submit-return',
  fields: { carrier: 'SF', trackingNumber: 'SF1234567890' },
};
export const RECEIVE: Command = { command: 'confirm-receipt', fields: {} };
export const ESCALATE: Command = { command: 'escalate' };
export const BEGIN_REVIEW: Command = { command: 'begin-review' };
export const ASK_EVIDENCE: Command = {
  command: 'request-evidence',
  fields: { from: ['merchant'], text: 'A photo of the parcel before dispatch.' },
};
export const PAID: readonly [MemoryIdentity, Command] = [HOST, { command: 'record-settlement', choice: 'succeeded' }];

export interface ShopOptions {
  /** When the ticket is opened, before the present. @default a day ago, 20 hours before its deadline… see {@link openShop} */
  readonly openedMsAgo?: number;
  readonly steps?: readonly Step[];
  readonly order?: Partial<Order>;
  readonly type?: string;
  /** @default what a buyer would ask with that type */
  readonly request?: FieldValues;
  /** What led to the request. */
  readonly occasion?: Occasion;
  /** Who opens the ticket. @default the buyer */
  readonly openedBy?: MemoryIdentity;
  /** How far the order has got. @default where the type's tickets are opened */
  readonly stage?: Stage;
  readonly locale?: Locale;
  readonly policy?: Partial<Policy>;
  /** Whether the server has pictures. @default false */
  readonly pictures?: boolean;
}

/** A transport to a backend in memory, whose network can be away. */
export type MemoryTransport = Transport & Pick<MemoryConnection, 'goOffline' | 'goOnline'>;

let waiting = 0;

/** How many requests of the page's clients have no answer yet. */
export const requestsWaiting = (): number => waiting;

/** Connects somebody to a backend in memory. */
export function connect(backend: MemoryBackend, who: MemoryIdentity): MemoryTransport {
  const connection = backend.as(who);
  const counted: typeof connection.fetch = async (...request) => {
    waiting += 1;
    try {
      return await connection.fetch(...request);
    } finally {
      waiting -= 1;
    }
  };
  return {
    ...httpTransport({ ...connection, fetch: counted }),
    goOffline: () => connection.goOffline(),
    goOnline: () => connection.goOnline(),
  };
}

/** A shop with one ticket, and clients of its accounts. */
export interface Shop {
  readonly backend: MemoryBackend;
  readonly ticketId: string;
  /** The message as it stands in the chat: made when the ticket was opened. */
  readonly message: CardMessage;
  client(who?: MemoryIdentity): Client & { readonly line: MemoryTransport };
  act(who: MemoryIdentity, command: Command): Promise<void>;
  /** Another ticket, and its message. */
  another(order?: Partial<Order>): Promise<{ readonly ticketId: string; readonly message: CardMessage }>;
  /** Closes every client. */
  close(): void;
}

/** Opens a shop at {@link NOW_MS} with one ticket that has been through `steps`; then its clock runs as any. */
export async function openShop({
  openedMsAgo = 20 * HOUR_MS,
  steps = [],
  order: change = {},
  type = returnRefund.key,
  locale = 'en',
  request = type === returnRefund.key ? REQUEST : caseOf(type, locale).request,
  occasion,
  openedBy,
  stage = caseOf(type, locale).stage,
  policy: rules = {},
  pictures = false,
}: ShopOptions = {}): Promise<Shop> {
  const spent = steps.reduce<number>((sum, step) => sum + (typeof step === 'number' ? step : 0), 0);
  const began = Date.now();
  const startMs = NOW_MS - Math.max(openedMsAgo, spent);
  const orders = new Map<string, Order>();
  const types = [...builtInTypes, unknown];
  const policy = { returnAddresses: [ADDRESS], locale, ...rules };
  const backend = createMemoryBackend({
    merchantId: 'shop-1',
    orders: (_, id) => orders.get(id),
    types,
    policy,
    now: () => startMs + Date.now() - began,
    ...(pictures ? { attachments: memoryPictures() } : {}),
  });
  const clients: Client[] = [];

  async function create(orderChange: Partial<Order>): Promise<{ ticketId: string; message: CardMessage }> {
    const order = { ...earlier(orderAt(stage), startMs), ...orderChange };
    orders.set(order.id, order);
    const ticket = await backend.create(
      { type, orderId: order.id, request, ...(occasion ? { occasion } : {}) },
      openedBy,
    );
    const context = {
      now: backend.now(),
      policy: { ...DEFAULT_POLICY, ...policy },
      types: indexTypes(types),
      related: [],
    };
    const message = toCardMessage(project(ticket, 'buyer', context));
    return { ticketId: ticket.id, message };
  }

  const { ticketId, message } = await create(change);
  let passed = 0;
  for (const step of steps) {
    if (typeof step === 'number') {
      await backend.advance(step);
      passed += step;
    } else await backend.act(step[0], ticketId, step[1]);
  }
  await backend.advance(NOW_MS - startMs - passed);

  return {
    backend,
    ticketId,
    message,
    client(who = ME) {
      const line = connect(backend, who);
      const client = createClient({ transport: line, storage: memoryStorage(), locale });
      clients.push(client);
      return Object.assign(client, { line });
    },
    async act(who, command) {
      await backend.act(who, ticketId, command);
    },
    another: (orderChange = {}) => create({ id: `${ORDER.id.slice(0, -4)}${1000 + orders.size}`, ...orderChange }),
    close: () => clients.splice(0).forEach((client) => client.close()),
  };
}

/** The order, as far as it has got. */
function orderAt(stage: Stage): Order {
  const { shippedAtMs, signedAtMs, ...paid } = ORDER;
  if (stage === 'paid') return paid;
  return {
    ...paid,
    ...(shippedAtMs ? { shippedAtMs } : {}),
    ...(stage === 'signed' && signedAtMs ? { signedAtMs } : {}),
  };
}

/** The order as it was before its ticket was opened: nothing happens to it later. */
function earlier(order: Order, openedMs: number): Order {
  const lastMs = order.signedAtMs ?? order.shippedAtMs ?? order.paidAtMs;
  const lateMs = Math.max(0, lastMs - openedMs);
  return {
    ...order,
    paidAtMs: order.paidAtMs - lateMs,
    ...(order.shippedAtMs === undefined ? {} : { shippedAtMs: order.shippedAtMs - lateMs }),
    ...(order.signedAtMs === undefined ? {} : { signedAtMs: order.signedAtMs - lateMs }),
  };
}
