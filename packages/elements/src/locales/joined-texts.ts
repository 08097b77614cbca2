import type { Locale } from '@sidecard/core';
import { LazyTexts } from './lazy-texts.js';
import { joinTexts } from './merge.js';

/** The file of a language; bundlers shorten an import() of which nothing is picked. */
type TextFile<Texts> = () => Promise<{ readonly texts: Texts }>;

/** Texts on top of others: both are loaded at once, in the same language, and joined group by group. */
export function joinedTexts<Below extends object, Own extends object>(
  below: LazyTexts<Below>,
  files: Readonly<Record<Locale, TextFile<Own>>>,
): LazyTexts<Below & Own> {
  const both = (locale: Locale) => async () => {
    const [{ texts }] = await Promise.all([files[locale](), below.load(locale)]);
    return joinTexts(below.in(locale), texts);
  };
  return new LazyTexts({ 'zh-CN': both('zh-CN'), en: both('en') });
}
