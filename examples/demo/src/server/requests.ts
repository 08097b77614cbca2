import { readFile } from 'node:fs/promises';
import { DEFAULT_POLICY, type Locale, LOCALES, type Order, type Policy } from '@sidecard/core';
import { indexTypes, requestLimits } from '@sidecard/core/authoring';
import { checkFields } from '@sidecard/core/wire';
import type { DemoRequest, DemoRequests } from '../../data/types.js';
import { TICKET_TYPES } from '../shared/ticket-types.js';

/** What can be asked for, filled in: by language, for the orders that are given. */
export type FilledRequests = (locale: Locale, orders: readonly Order[]) => readonly DemoRequest[];

/** What {@link readRequests} checks the requests with. */
export interface RequestChecks {
  /** An order of any of the shops as the demonstration finds it, and the policy of its shop. */
  readonly find: (
    orderId: string,
    locale: Locale,
  ) => { readonly order: Order; readonly policy: Partial<Policy> } | undefined;
  readonly now: number;
}

/**
 * Reads the requests of `examples/demo/data`.
 *
 * @throws {Error} when the types would not take one of them, or one of the types has none: the data and the types belong together
 */
export async function readRequests(checks: RequestChecks): Promise<FilledRequests> {
  const read = { 'zh-CN': await readFor('zh-CN'), en: await readFor('en') };
  for (const locale of LOCALES) for (const request of read[locale]) check(request, locale, checks);
  for (const { key } of TICKET_TYPES) {
    if (!LOCALES.every((locale) => read[locale].some(({ type }) => type === key))) {
      throw new Error(`examples/demo/data has no request of the type "${key}".`);
    }
  }
  return (locale, orders) => read[locale].filter(({ orderId }) => orders.some(({ id }) => id === orderId));
}

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
  if (!type || !found) return wrong(type ? 'no such order' : 'no such type');
  const { order, policy } = found;
  const context = { now, policy: { ...DEFAULT_POLICY, ...policy }, related: [] };
  const obstacle = type.refuses?.(order, context);
  if (obstacle) wrong(obstacle);
  const limits = requestLimits(type, order, context);
  const problems = [
    ...checkFields(type.request, request, limits),
    ...(type.checkRequest?.(request, order, context) ?? []),
  ];
  if (problems.length > 0) wrong(problems);
}
