import type { Locale, Order } from '@sidecard/core';
import mug from '../examples/demo/public/pictures/mug-pair.svg?url';
import { caseOf } from '../test/support/browser/cases.js';
import { COLLEAGUE, ME, openShop, ORDER, type Shop, type ShopOptions } from '../test/support/browser/shop.js';

/** What differs between the languages of a story's shop. */
const WORDS = {
  'zh-CN': {
    title: '雾蓝手工陶瓷杯 350ml 情侣对杯',
    options: '雾蓝 · 350ml',
    me: '陈宇',
    colleague: '周敏',
  },
  en: {
    title: 'Fog-blue handmade mug, 350 ml, pair',
    options: 'Fog blue · 350 ml',
    me: 'Chen Yu',
    colleague: 'Zhou Min',
  },
} as const;

const MUG = new URL(mug, document.baseURI).href;

/** The language that Storybook's toolbar has chosen. */
export function localeOf(globals: Readonly<Record<string, unknown>>): Locale {
  return globals['locale'] === 'en' ? 'en' : 'zh-CN';
}

/** The reader's account. */
export const me = (locale: Locale) => ({ ...ME, name: WORDS[locale].me });
export const colleague = (locale: Locale) => ({ ...COLLEAGUE, name: WORDS[locale].colleague });

/** A shop with one ticket in a language: at 14:02 of a Saturday, a day before the answer is due. */
export function shopIn(
  locale: Locale,
  { order, request, type = 'return-refund', ...options }: ShopOptions = {},
): Promise<Shop> {
  const { title, options: sold } = WORDS[locale];
  const items: Order['items'] = [{ ...ORDER.items[0], title, options: sold, pictureUrl: MUG }];
  return openShop({
    type,
    order: { items, ...order },
    request: { ...caseOf(type, locale).request, ...request },
    locale,
    ...options,
  });
}
