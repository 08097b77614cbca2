import { type Locale, resolveLocale } from '@sidecard/core';
import type { SentTexts } from './card-texts.js';
import { cardEn } from './card.en.js';
import { cardZhCN } from './card.zh-CN.js';

/** The words of a sent card in a language. */
export function sentTextsFor(locale: Locale): SentTexts {
  return locale === 'en' ? cardEn : cardZhCN;
}

/** The complete language for an element that was told none: the page's, else the reader's. */
export function localeOf(element: Element): Locale {
  return resolveLocale(element.ownerDocument.documentElement.lang || navigator.language);
}
