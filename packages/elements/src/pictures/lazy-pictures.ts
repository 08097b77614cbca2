import type { Client } from '@sidecard/client';
import type { ReactiveElement } from '@lit/reactive-element';
import type { TemplateResult } from 'lit';
import type { Language } from '../context/language.js';
import { LazyPart } from '../controllers/lazy-part.js';
import { pictureCatalogue } from '../locales/picture-catalogue.js';
import { addSheets } from '../theme/add-sheets.js';
import type { PickerInput } from './picker.js';

/** Draws an element's pictures, once what draws them has loaded: until then, its functions return nothing. */
export interface Pictures {
  readonly thumbs: (ids: readonly string[]) => TemplateResult | undefined;
  readonly picker: (input: PickerInput) => TemplateResult | undefined;
}

/** Creates the pictures of an element. */
export function lazyPictures(host: ReactiveElement, language: Language, client: () => Client | undefined): Pictures {
  const part = new LazyPart(host, () => language.with(pictureCatalogue, import('./part.js')));
  const loaded = () => {
    part.want();
    addSheets(host.renderRoot as ShadowRoot, part.value?.styles);
    return part.value;
  };
  return {
    thumbs(ids) {
      const own = client();
      return own && loaded()?.thumbs(ids, own, language.textsOf(pictureCatalogue));
    },
    picker: (input) => loaded()?.picker(input, language.textsOf(pictureCatalogue)),
  };
}
