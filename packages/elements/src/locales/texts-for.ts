import type { Locale } from '@sidecard/core';
import { mergeTexts } from './merge.js';
import type { Overrides } from './message.js';
import type { Texts } from './texts.js';

/** The same words in every language that ships. */
export type Catalogue<Words extends object> = Readonly<Record<Locale, Words>>;

/** By a host's words, and below that by what they were laid over. */
const merged = new WeakMap<object, WeakMap<object, object>>();

/**
 * A catalogue's words in a language, with a host's own laid over them. The same for the same arguments, so that it can be asked at every update.
 */
export function textsFor<Words extends object>(
  catalogue: Catalogue<Words>,
  locale: Locale,
  overrides?: Overrides<Texts>,
): Words {
  const base = catalogue[locale];
  if (!overrides) return base;
  const known = merged.get(overrides) ?? new WeakMap<object, object>();
  merged.set(overrides, known);
  const texts = known.get(base) ?? mergeTexts(base, overrides as Overrides<Words>);
  known.set(base, texts);
  return texts as Words;
}
