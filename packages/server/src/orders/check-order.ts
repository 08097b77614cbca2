import { isMoney, type Address, type Order, type OrderItem, type Promised } from '@sidecard/core';
import { invalid } from '../wire/problem.js';
import { isId, isRecord } from '../wire/values.js';

const MAX_ITEMS = 200;

/**
 * Reads an order from outside, and keeps the members that an order has.
 *
 * @param at - how error texts name it
 * @throws ProblemError `body-invalid`, naming the member that is missing or invalid
 */
export function checkOrder(value: unknown, at: string): Order {
  const order = record(value, at);
  const { items } = order;
  if (!Array.isArray(items) || items.length > MAX_ITEMS) throw wrong(`${at}.items`);
  const [first, ...rest] = items.map((item, index) => checkItem(item, `${at}.items[${index}]`));
  if (!first) throw wrong(`${at}.items`);
  if (rest.some(({ paid }) => paid.currency !== first.paid.currency)) throw wrong(`${at}.items: one currency`);
  const buyer = record(order['buyer'], `${at}.buyer`);
  return {
    id: id(order['id'], `${at}.id`),
    buyer: { id: id(buyer['id'], `${at}.buyer.id`), name: text(buyer['name'], `${at}.buyer.name`, 100) },
    conversationId: id(order['conversationId'], `${at}.conversationId`),
    items: [first, ...rest],
    paidAtMs: time(order['paidAtMs'], `${at}.paidAtMs`),
    ...optional(order, 'shippedAtMs', at, time),
    ...optional(order, 'signedAtMs', at, time),
    ...optional(order, 'confirmedAtMs', at, time),
    ...optional(order, 'closedAtMs', at, time),
    ...optional(order, 'carrier', at, (member, name) => text(member, name, 60)),
    ...optional(order, 'trackingNumber', at, (member, name) => text(member, name, 60)),
    ...optional(order, 'shipTo', at, address),
    ...optional(order, 'promised', at, promised),
  };
}

function checkItem(value: unknown, at: string): OrderItem {
  const item = record(value, at);
  const { quantity, paid } = item;
  if (typeof quantity !== 'number' || !Number.isSafeInteger(quantity) || quantity < 1) throw wrong(`${at}.quantity`);
  if (!isMoney(paid)) throw wrong(`${at}.paid`);
  return {
    id: id(item['id'], `${at}.id`),
    title: text(item['title'], `${at}.title`, 500),
    quantity,
    paid: { amountMinor: paid.amountMinor, currency: paid.currency },
    ...optional(item, 'options', at, (member, name) => text(member, name, 200)),
    ...optional(item, 'pictureUrl', at, url),
  };
}

function address(value: unknown, at: string): Address {
  const { name, phone, region, street, postcode } = record(value, at);
  return {
    name: text(name, `${at}.name`, 100),
    phone: text(phone, `${at}.phone`, 40),
    region: text(region, `${at}.region`, 200),
    street: text(street, `${at}.street`, 400),
    ...(postcode === undefined ? {} : { postcode: text(postcode, `${at}.postcode`, 16) }),
  };
}

function promised(value: unknown, at: string): Promised {
  const given = record(value, at);
  return {
    ...optional(given, 'shipByMs', at, time),
    ...optional(given, 'deliverByMs', at, time),
    ...optional(given, 'carrier', at, (member, name) => text(member, name, 60)),
    ...optional(given, 'returnUntilMs', at, time),
    ...optional(given, 'resendUntilMs', at, time),
  };
}

function optional<Key extends string, Value>(
  source: Readonly<Record<string, unknown>>,
  key: Key,
  at: string,
  read: (value: unknown, at: string) => Value,
): Partial<Record<Key, Value>> {
  const value = source[key];
  const members: Partial<Record<Key, Value>> = {};
  if (value !== undefined && value !== null) members[key] = read(value, `${at}.${key}`);
  return members;
}

function record(value: unknown, at: string): Readonly<Record<string, unknown>> {
  if (!isRecord(value)) throw wrong(at);
  return value;
}

function id(value: unknown, at: string): string {
  if (!isId(value)) throw wrong(at);
  return value;
}

function text(value: unknown, at: string, max: number): string {
  if (typeof value !== 'string' || value.length > max) throw wrong(at);
  return value;
}

function time(value: unknown, at: string): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw wrong(at);
  return value;
}

/** Only http and https: pages load it. */
function url(value: unknown, at: string): string {
  const link = text(value, at, 2000);
  if (!/^https?:\/\/[^\s"'<>]+$/.test(link)) throw wrong(at);
  return link;
}

function wrong(at: string) {
  return invalid(`${at} is missing or invalid.`);
}
