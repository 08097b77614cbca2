import { html, type LitElement, nothing, type TemplateResult } from 'lit';
import type { Language } from '../context/language.js';
import { LazyPart } from '../controllers/lazy-part.js';
import { batchCatalogue } from '../locales/batch-catalogue.js';
import { overlayTextsFor } from '../locales/overlay-texts.js';
import { addSheets } from '../theme/add-sheets.js';
import type { Batch, BatchModel } from './batch.js';

/** What is done with the selected rows of an element's list, which loads with the first one. */
export interface LazyBatch {
  readonly render: (model: BatchModel) => TemplateResult | typeof nothing;
  /** Handles a key of the list. @returns whether it was one */
  readonly onKey: (event: KeyboardEvent) => boolean;
  /** Forgets the answer and the results: they are another account's. */
  readonly reset: () => void;
}

/** Creates it. */
export function lazyBatch(host: LitElement, language: Language): LazyBatch {
  const part = new LazyPart(host, () => language.with(batchCatalogue, import('./batch-part.js')));
  let batch: Batch | undefined;
  return {
    render(model) {
      if (!batch && model.selection.ids.length === 0) return nothing;
      part.want();
      if (!part.value) {
        const { failed, retry } = overlayTextsFor(language.locale).overlay;
        if (!part.failed) return nothing;
        return html`<div class="notice flat" role="alert">
          <p>${failed}</p>
          <button class="btn small" type="button" @click=${part.retry}>${retry}</button>
        </div>`;
      }
      addSheets(host.renderRoot as ShadowRoot, part.value.styles);
      batch ??= new part.value.Batch(host, language);
      return batch.render(model);
    },
    onKey: (event) => batch?.onKey(event) ?? false,
    reset: () => batch?.reset(),
  };
}
