import { readFile } from 'node:fs/promises';
import type { Labels, Locale, Order, OrderItem } from '@sidecard/core';
import { readShopCommitments } from '@sidecard/server';
import type { DemoConversation, DemoData, DemoMerchant, DemoOrder } from '../../data/types.js';
import type { Person } from '../shared/world.js';
import type { ShopTerms } from './policy.js';

/** Data of the shops' own systems: people, orders, conversations. Read from `examples/demo/data`. */
export interface World {
  readonly people: readonly Person[];
  readonly merchants: readonly { readonly id: string; readonly names: Labels }[];
  readonly conversations: readonly Conversation[];
  /** Returns an order as it was when the demo began. */
  order(merchantId: string, orderId: string, localeFor: (buyerId: string) => Locale): Order | undefined;
  ordersOf(merchantId: string, buyerId: string, locale: Locale): readonly Order[];
  /** Returns a shop's return addresses, in the language of its staff, and its commitments. */
  terms(merchantId: string, locale: Locale): ShopTerms | undefined;
}

/** A chat between a buyer and a shop, with the messages sent before the demo began. */
export interface Conversation {
  readonly id: string;
  readonly merchantId: string;
  readonly buyer: { readonly id: string; readonly names: Labels };
  readonly messages: readonly { readonly from: string; readonly atMs: number; readonly text: Labels }[];
}

const HOUR_MS = 3_600_000;

/**
 * Reads the demo's data.
 *
 * @param beganAtMs - start of the demo; times in the data are relative to it
 */
export async function readWorld(beganAtMs: number): Promise<World> {
  const data = { 'zh-CN': await readData('zh-CN'), en: await readData('en') };
  const { merchants, staff, conversations } = data['zh-CN'];
  const english = namesById(data.en);
  const names = (id: string, chinese: string): Labels => ({ 'zh-CN': chinese, en: english.get(id) ?? chinese });
  const orderIn = (locale: Locale, merchantId: string, orderId: string) =>
    data[locale].orders.find((order) => order.id === orderId && order.merchantId === merchantId);

  const accounts = merchants.flatMap((merchant) =>
    merchant.accounts.map((account): Person => ({
      id: account.id,
      party: 'merchant',
      main: account.main,
      names: names(account.id, account.name),
      merchantId: merchant.id,
      permissions: account.permissions,
    })),
  );
  const buyers = new Map(
    conversations.map(({ buyer: { id, name } }): [string, Person] => [
      id,
      { id, party: 'buyer', main: false, names: names(id, name), permissions: [] },
    ]),
  );
  const desk: Person = {
    id: staff.id,
    party: 'staff',
    main: false,
    names: names(staff.id, staff.name),
    permissions: [],
  };

  const terms = { 'zh-CN': termsById(data['zh-CN']), en: termsById(data.en) };

  return {
    people: [...accounts, ...buyers.values(), desk],
    merchants: merchants.map(({ id, name }) => ({ id, names: names(id, name) })),
    conversations: conversations.map((conversation) => bilingual(conversation, data.en, names, beganAtMs)),
    order(merchantId, orderId, localeFor) {
      const found = orderIn('zh-CN', merchantId, orderId);
      const inTheirs = found && orderIn(localeFor(found.buyer.id), merchantId, orderId);
      return inTheirs && orderOf(inTheirs, beganAtMs);
    },
    ordersOf: (merchantId, buyerId, locale) =>
      data[locale].orders
        .filter((order) => order.merchantId === merchantId && order.buyer.id === buyerId)
        .flatMap((order) => orderOf(order, beganAtMs) ?? []),
    terms: (merchantId, locale) => terms[locale].get(merchantId),
  };
}

async function readData(locale: Locale): Promise<DemoData> {
  const file = new URL(`../../data/orders.${locale}.json`, import.meta.url);
  return JSON.parse(await readFile(file, 'utf8')) as DemoData;
}

function termsById({ merchants }: DemoData): ReadonlyMap<string, ShopTerms> {
  return new Map(
    merchants.map(({ id, returnAddresses, promises }: DemoMerchant) => {
      const read = readShopCommitments(promises);
      if (!read.ok) throw new Error(`Invalid commitments of ${id}: ${JSON.stringify(read.problems)}`);
      return [id, { returnAddresses, ...read.value }];
    }),
  );
}

function namesById({ merchants, staff, conversations }: DemoData): ReadonlyMap<string, string> {
  return new Map(
    [
      ...merchants,
      ...merchants.flatMap(({ accounts }) => accounts),
      ...conversations.map(({ buyer }) => buyer),
      staff,
    ].map(({ id, name }) => [id, name]),
  );
}

function bilingual(
  { id, merchantId, buyer, messages }: DemoConversation,
  english: DemoData,
  names: (id: string, chinese: string) => Labels,
  beganAtMs: number,
): Conversation {
  const twin = english.conversations.find((conversation) => conversation.id === id);
  return {
    id,
    merchantId,
    buyer: { id: buyer.id, names: names(buyer.id, buyer.name) },
    messages: messages.map(({ from, minutesAgo, text }, index) => ({
      from,
      atMs: beganAtMs - minutesAgo * 60_000,
      text: { 'zh-CN': text, en: twin?.messages[index]?.text ?? text },
    })),
  };
}

function orderOf(order: DemoOrder, beganAtMs: number): Order | undefined {
  const { id, buyer, conversationId, items, carrier, trackingNumber, shipTo, promised } = order;
  if (!isFilled(items)) return undefined;
  /** Returns the time as an object with one key, or an empty object if the data has none. */
  const at = <Key extends string>(key: Key, hoursAgo: number | undefined): Partial<Record<Key, number>> =>
    hoursAgo === undefined ? {} : ({ [key]: beganAtMs - hoursAgo * HOUR_MS } as Record<Key, number>);
  return {
    id,
    buyer,
    conversationId,
    items,
    paidAtMs: beganAtMs - order.paidAgoHours * HOUR_MS,
    ...at('shippedAtMs', order.shippedAgoHours),
    ...at('signedAtMs', order.signedAgoHours),
    ...at('confirmedAtMs', order.confirmedAgoHours),
    ...at('closedAtMs', order.closedAgoHours),
    ...(carrier ? { carrier } : {}),
    ...(trackingNumber ? { trackingNumber } : {}),
    shipTo,
    promised: {
      ...at('shipByMs', promised.shipByAgoHours),
      ...at('deliverByMs', promised.deliverByAgoHours),
      ...(promised.carrier ? { carrier: promised.carrier } : {}),
      ...at('returnUntilMs', promised.returnUntilAgoHours),
      ...at('resendUntilMs', promised.resendUntilAgoHours),
    },
  };
}

function isFilled(items: readonly OrderItem[]): items is readonly [OrderItem, ...OrderItem[]] {
  return items.length > 0;
}
