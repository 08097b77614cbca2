import type { Locale } from '@sidecard/core';
import { LazyTexts, type TextLoaders } from './lazy-texts.js';
import { joinTexts } from './merge.js';

/** Texts on top of others: both are loaded at once, in the same language, and joined group by group. */
export function joinedTexts<Below extends object, Own extends object>(
  below: LazyTexts<Below>,
  loaders: TextLoaders<Own>,
): LazyTexts<Below & Own> {
  const both = (locale: Locale) => async () => {
    const [own] = await Promise.all([loaders[locale](), below.load(locale)]);
    return joinTexts(below.in(locale), own);
  };
  return new LazyTexts({ 'zh-CN': both('zh-CN'), en: both('en') });
}
