import type { Order } from '@sidecard/core';
import { containDirection, countryCode, isPictureUrl, isRecord, mayLack } from '@sidecard/core/server';
import type { DataProblem } from '@sidecard/core/wire';
import { checkData } from '../schemas/check.js';
import { MAX_ITEMS, order as orderSchema } from '../schemas/order.js';
import { isId } from '../schemas/parts.js';
import { mendItems, type Note } from './mend-items.js';

/** A part of a reported order that was corrected or left out. */
export interface Mended {
  /** Location, such as `items[0].title`. */
  readonly path: string;
  /** What was done. */
  readonly text: string;
}

/** The order, with its corrections; or what makes its identity or its money wrong. */
export type MendedOrder =
  | { readonly ok: true; readonly order: Order; readonly mended: readonly Mended[] }
  | { readonly ok: false; readonly problems: readonly DataProblem[] };

type Values = Readonly<Record<string, unknown>>;

/** Characters that a database cannot store: NUL and lone surrogates. */
// oxlint-disable-next-line no-control-regex
const UNSTORABLE = /\u0000|\p{Surrogate}/gu;
/** Line breaks that are none to most readers. */
const LINE_SEPARATOR = /[\u0085\u2028\u2029]/g;

/**
 * Reads an order from the host. What is only for display is shortened or left out, because it must not keep a buyer from help; what makes
 * identity or money wrong is refused.
 */
export function mendOrder(data: unknown): MendedOrder {
  const mended: Mended[] = [];
  const note: Note = (path, text) => mended.push({ path, text });
  const checked = checkData(orderSchema, isRecord(data) ? mend(data, note) : data);
  return checked.ok ? { ok: true, order: checked.value, mended } : { ok: false, problems: checked.problems };
}

function mend(data: Values, note: Note): Values {
  // The server sets these.
  const { version: _version, facts: _facts, ...order } = data;
  const { buyer, items, shipTo, promised } = order;
  return {
    ...shortened(order, { carrier: 60 }, '', note),
    ...withoutLong(order, 'trackingNumber', 60, '', note),
    ...(isRecord(buyer) ? { buyer: { ...buyer, name: textOf(buyer['name'], 100, 'buyer.name', note) } } : {}),
    ...(Array.isArray(items) ? { items: lines(items, note) } : {}),
    ...(shipTo === undefined ? {} : { shipTo: addressOf(shipTo, note) }),
    ...(isRecord(promised) ? { promised: shortened(promised, { carrier: 60 }, 'promised.', note) } : {}),
  };
}

function lines(items: readonly unknown[], note: Note): readonly unknown[] {
  const kept = mendItems(items, note);
  if (kept.length > MAX_ITEMS) {
    note(`items[${MAX_ITEMS}]`, `The lines from here on are left out: an order has at most ${MAX_ITEMS}.`);
  }
  return kept.slice(0, MAX_ITEMS).map(({ item, path }) => (isRecord(item) ? lineOf(item, `${path}.`, note) : item));
}

function lineOf(item: Values, at: string, note: Note): Values {
  const { pictureUrl, title, productId } = item;
  const { pictureUrl: _picture, productId: _product, ...rest } = shortened(item, { options: 200 }, at, note);
  const isPicture = isPictureUrl(pictureUrl);
  if (!isPicture && pictureUrl !== undefined && pictureUrl !== null) {
    note(`${at}pictureUrl`, 'Left out: not a picture’s URL that begins with https:// or http://, nor a path.');
  }
  const product = typeof productId === 'number' ? String(productId) : productId;
  const isProduct = isId(product);
  if (!isProduct && product !== undefined && product !== null) {
    note(`${at}productId`, 'Left out: not an id of 1 to 128 characters without blanks.');
  }
  const name = title === undefined || title === null ? item['id'] : title;
  if (name !== title) note(`${at}title`, 'Missing: the id of the line is shown.');
  return {
    ...rest,
    title: typeof name === 'string' ? textOf(name, 500, `${at}title`, note) : name,
    ...(isProduct ? { productId: product } : {}),
    ...(isPicture ? { pictureUrl } : {}),
  };
}

const ADDRESS = { name: 100, phone: 40, region: 200, street: 400 } as const;

function addressOf(value: unknown, note: Note): Values | undefined {
  if (!isRecord(value)) {
    if (value !== null) note('shipTo', 'Left out: not an address.');
    return undefined;
  }
  const country = countryCode(value['country']);
  if (country === undefined && (value['country'] ?? '') !== '') {
    note('shipTo.country', 'Left out: not an ISO 3166-1 alpha-2 code, such as SG.');
  }
  const parts = (Object.keys(ADDRESS) as (keyof typeof ADDRESS)[])
    .filter((part) => !isBlank(value[part]) || !mayLack(part, country))
    .map((part) => [part, textOf(value[part], ADDRESS[part], `shipTo.${part}`, note)] as const);
  return {
    ...Object.fromEntries(parts),
    ...(country === undefined ? {} : { country }),
    ...shortened({ postcode: value['postcode'] }, { postcode: 16 }, 'shipTo.', note),
  };
}

const isBlank = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === 'string' && value.trim() === '');

/** Shortens optional texts, and leaves out what is not a text. */
function shortened(values: Values, limits: Readonly<Record<string, number>>, at: string, note: Note): Values {
  const next: Record<string, unknown> = { ...values };
  for (const [name, max] of Object.entries(limits)) {
    const value = values[name];
    if (typeof value === 'string') next[name] = textOf(value, max, at + name, note);
    else delete next[name];
    if (value !== undefined && value !== null && typeof value !== 'string') note(at + name, 'Left out: not a text.');
  }
  return next;
}

/** Leaves out a text that would be wrong if it were shortened. */
function withoutLong(values: Values, name: string, max: number, at: string, note: Note): Values {
  const value = values[name];
  if (typeof value !== 'string') return {};
  if (value.length <= max) return { [name]: textOf(value, max, at + name, note) };
  note(at + name, `Left out: longer than ${max} characters.`);
  return { [name]: undefined };
}

/** Returns a text of at most `max` characters; empty if it is missing. */
function textOf(value: unknown, max: number, path: string, note: Note): string {
  if (typeof value !== 'string') {
    note(path, value === undefined || value === null ? 'Missing: left empty.' : 'Left empty: not a text.');
    return '';
  }
  const storable = value.replace(UNSTORABLE, '');
  if (storable !== value) note(path, 'Characters that cannot be stored are left out.');
  const plain = storable.replace(LINE_SEPARATOR, ' ');
  const contained = containDirection(plain);
  if (contained !== plain) note(path, 'Characters that turn the text around it are left out.');
  if (contained.length <= max) return contained;
  note(path, `Shortened to ${max} characters.`);
  // Do not cut a character in two, nor leave an isolate open.
  return `${containDirection(contained.slice(0, max - 1).replace(/[\uD800-\uDBFF]$/, ''))}…`;
}
