import { type Locale, resolveLocale } from '@sidecard/core';
import type { CardTexts } from './card-texts.js';
import { cardEn } from './card.en.js';
import { cardZhCN } from './card.zh-CN.js';
import { mergeTexts, type Overrides } from './message.js';

const merged = new WeakMap<object, Map<string, CardTexts>>();

/**
 * The card's words in a language, with a host's own laid over them. The same for the same arguments, so that it can be asked at every update.
 */
export function cardTextsFor(locale: Locale, overrides?: Overrides<CardTexts>): CardTexts {
  const base = locale === 'en' ? cardEn : cardZhCN;
  if (!overrides) return base;
  const known = merged.get(overrides) ?? new Map<string, CardTexts>();
  merged.set(overrides, known);
  const texts = known.get(locale) ?? mergeTexts(base, overrides);
  known.set(locale, texts);
  return texts;
}

/** The complete language for an element that was told none: the page's, else the reader's. */
export function localeOf(element: Element): Locale {
  return resolveLocale(element.ownerDocument.documentElement.lang || navigator.language);
}
