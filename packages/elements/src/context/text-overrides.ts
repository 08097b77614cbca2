import { mergeTexts } from '../locales/merge.js';
import type { Overrides } from '../locales/message.js';
import type { Texts } from '../locales/texts.js';
import type { SidecardScope } from './scope.js';

/** Returns the text overrides of a scope. */
export function textOverrides(
  overrides: Overrides<Texts> | undefined,
): Pick<SidecardScope, 'overrides' | 'withOverrides'> {
  if (!overrides) return {};
  const merged = new WeakMap<object, object>();
  return {
    overrides,
    withOverrides<Catalogue extends object>(texts: Catalogue): Catalogue {
      const known = merged.get(texts) ?? mergeTexts(texts, overrides as Overrides<Catalogue>);
      merged.set(texts, known);
      return known as Catalogue;
    },
  };
}
