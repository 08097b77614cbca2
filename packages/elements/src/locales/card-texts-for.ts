import { type Locale, resolveLocale } from '@sidecard/core/card';
import type { CardTexts, SentTexts } from './card-texts.js';
import { cardZhCN } from './card.zh-CN.js';
import { LazyTexts } from './lazy-texts.js';

/** The texts of a sent card. Chinese is part of the card; English loads when a provider or card first needs it. */
export const sentTexts = new LazyTexts<SentTexts>(
  { en: async () => (await import('./card.en.js')).cardEn },
  { 'zh-CN': cardZhCN },
);

/** All of a card's texts, for the live card. */
export const liveTexts = new LazyTexts<CardTexts>({
  'zh-CN': async () => (await import('./live.zh-CN.js')).cardTextsZhCN,
  en: async () => (await import('./live.en.js')).cardTextsEn,
});

/** Returns the locale of an element without one: the page's, else the reader's. */
export function localeOf(element: Element): Locale {
  // a server that renders elements has neither
  const place = element.ownerDocument as Document | undefined;
  return resolveLocale(place?.documentElement.lang || (globalThis.navigator as Navigator | undefined)?.language || '');
}
