import { mergeTexts } from '../locales/merge.js';
import type { Overrides } from '../locales/message.js';
import type { Texts } from '../locales/texts.js';
import type { SidecardScope } from './scope.js';

/** The part of a scope that says a host's own words. */
export function dresser(overrides: Overrides<Texts> | undefined): Pick<SidecardScope, 'overrides' | 'dress'> {
  if (!overrides) return {};
  const dressed = new WeakMap<object, object>();
  return {
    overrides,
    dress<Catalogue extends object>(texts: Catalogue): Catalogue {
      const known = dressed.get(texts) ?? mergeTexts(texts, overrides as Overrides<Catalogue>);
      dressed.set(texts, known);
      return known as Catalogue;
    },
  };
}
