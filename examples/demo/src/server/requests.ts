import { readFile } from 'node:fs/promises';
import { DEFAULT_POLICY, type Locale, LOCALES, type Order, type Policy } from '@sidecard/core';
import { indexTypes, requestLimits, requestProblems } from '@sidecard/core/authoring';
import { checkFields } from '@sidecard/core/wire';
import type { DemoRequest, DemoRequests } from '../../data/types.js';
import { TICKET_TYPES } from '../shared/ticket-types.js';

/** Returns example requests in a language, for the given orders. */
export type FilledRequests = (locale: Locale, orders: readonly Order[]) => readonly DemoRequest[];

/** What {@link readRequests} checks the requests with. */
export interface RequestChecks {
  /** Finds an order of any shop as it was when the demo began, and the shop's policy. */
  readonly find: (
    orderId: string,
    locale: Locale,
  ) => { readonly order: Order; readonly policy: Partial<Policy> } | undefined;
  readonly now: number;
}

/**
 * Reads the example requests in `examples/demo/data`.
 *
 * @throws {Error} if a type does not accept one of them, or has none of a type that buyers open
 */
export async function readRequests(checks: RequestChecks): Promise<FilledRequests> {
  const read = { 'zh-CN': await readFor('zh-CN'), en: await readFor('en') };
  for (const locale of LOCALES) for (const request of read[locale]) check(request, locale, checks);
  for (const { key } of buyersTypes()) {
    if (!LOCALES.every((locale) => read[locale].some(({ type }) => type === key))) {
      throw new Error(`examples/demo/data has no request of type "${key}".`);
    }
  }
  return (locale, orders) => read[locale].filter(({ orderId }) => orders.some(({ id }) => id === orderId));
}

/** Types whose tickets the buyer opens. */
const buyersTypes = () => TICKET_TYPES.filter(({ openedBy }) => openedBy?.includes('buyer') ?? true);

async function readFor(locale: Locale): Promise<readonly DemoRequest[]> {
  const file = new URL(`../../data/requests.${locale}.json`, import.meta.url);
  return (JSON.parse(await readFile(file, 'utf8')) as DemoRequests).requests;
}

function check({ type: key, orderId, request }: DemoRequest, locale: Locale, { find, now }: RequestChecks): void {
  const wrong = (what: unknown): never => {
    throw new Error(`requests.${locale}.json, "${key}" of order ${orderId}: ${JSON.stringify(what)}`);
  };
  const type = indexTypes(TICKET_TYPES).get(key);
  const found = find(orderId, locale);
  if (!type || !found) return wrong(type ? 'unknown order' : 'unknown type');
  const { order, policy } = found;
  const context = { now, policy: { ...DEFAULT_POLICY, ...policy }, related: [], types: indexTypes(TICKET_TYPES) };
  const obstacle = type.refuses?.(order, context);
  if (obstacle) wrong(obstacle);
  const limits = requestLimits(type, order, context);
  const problems = [...checkFields(type.request, request, limits), ...requestProblems(type, request, order, context)];
  if (problems.length > 0) wrong(problems);
}
