import type { LitElement, TemplateResult } from 'lit';
import type { Language } from '../context/language.js';
import { LazyPart } from '../controllers/lazy-part.js';
import { archiveCatalogue } from '../locales/archive-catalogue.js';
import { addSheets } from '../theme/add-sheets.js';
import type { ArchivePage, ArchivePageModel } from './archive-page.js';

/** The page of the archive in an element, once what draws it has loaded. */
export interface LazyArchive {
  /** Loads it at first. @returns `undefined` until it has loaded */
  readonly render: (model: Omit<ArchivePageModel, 'texts'>) => TemplateResult | undefined;
  /** Whether it failed to load. */
  readonly failed: () => boolean;
  readonly retry: () => void;
  /** Loads what it shows again. Call it when the reader comes back. */
  readonly reload: () => void;
}

/** Creates the page of the archive of an element. */
export function lazyArchive(host: LitElement, language: Language): LazyArchive {
  const part = new LazyPart(host, () => language.with(archiveCatalogue, import('./part.js')));
  let page: ArchivePage | undefined;
  return {
    render(model) {
      part.want();
      if (!part.value) return undefined;
      addSheets(host.renderRoot as ShadowRoot, part.value.styles);
      page ??= new part.value.ArchivePage(() => host.requestUpdate());
      return page.render({ ...model, texts: language.textsOf(archiveCatalogue) });
    },
    failed: () => part.failed,
    retry: part.retry,
    reload: () => page?.reload(),
  };
}
