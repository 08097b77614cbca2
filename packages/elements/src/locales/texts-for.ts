import type { Locale } from '@sidecard/core';
import { en } from './en.js';
import { mergeTexts } from './merge.js';
import type { Overrides } from './message.js';
import type { Texts } from './texts.js';
import { zhCN } from './zh-CN.js';

const merged = new WeakMap<object, Map<string, Texts>>();

/**
 * Every word in a language, with a host's own laid over them. The same for the same arguments, so that it can be asked at every update.
 */
export function textsFor(locale: Locale, overrides?: Overrides<Texts>): Texts {
  const base = locale === 'en' ? en : zhCN;
  if (!overrides) return base;
  const known = merged.get(overrides) ?? new Map<string, Texts>();
  merged.set(overrides, known);
  const texts = known.get(locale) ?? mergeTexts(base, overrides);
  known.set(locale, texts);
  return texts;
}
