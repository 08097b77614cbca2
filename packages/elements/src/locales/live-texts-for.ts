import type { Locale } from '@sidecard/core';
import type { CardTexts } from './card-texts.js';
import { cardEn } from './card.en.js';
import { cardZhCN } from './card.zh-CN.js';
import { liveEn } from './live.en.js';
import { liveZhCN } from './live.zh-CN.js';
import { joinTexts } from './merge.js';

const english = joinTexts(cardEn, liveEn);
const chinese = joinTexts(cardZhCN, liveZhCN);

/** All of the card's words in a language. */
export function cardTextsFor(locale: Locale): CardTexts {
  return locale === 'en' ? english : chinese;
}
