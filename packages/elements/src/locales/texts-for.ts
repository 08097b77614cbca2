import type { Locale } from '@sidecard/core';
import { mergeTexts } from './merge.js';
import type { Overrides } from './message.js';
import type { Texts } from './texts.js';

/** The same texts in every supported language. */
export type Catalogue<Words extends object> = Readonly<Record<Locale, Words>>;

/** Merged texts, by overrides and then by catalogue. */
const merged = new WeakMap<object, WeakMap<object, object>>();

/**
 * Returns a catalogue's texts in a language, with a host's overrides applied. Returns the same object for the same arguments, so it is
 * cheap to call in every update.
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
