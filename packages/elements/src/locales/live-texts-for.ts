import type { Locale } from '@sidecard/core';
import type { CardTexts } from './card-texts.js';
import { cardTextsEn } from './live.en.js';
import { cardTextsZhCN } from './live.zh-CN.js';

/** Returns all of the card's texts in a language, for modules that include both languages anyway. */
export function cardTextsFor(locale: Locale): CardTexts {
  return locale === 'en' ? cardTextsEn : cardTextsZhCN;
}
