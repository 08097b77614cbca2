import type { Session } from '@sidecard/core/wire';
import { html, type LitElement, type TemplateResult } from 'lit';
import type { Language } from '../context/language.js';
import { LazyPart } from '../controllers/lazy-part.js';
import { accountOf } from '../controllers/ticket-scope.js';
import { archiveCatalogue } from '../locales/archive-catalogue.js';
import { overlayTextsFor } from '../locales/overlay-texts.js';
import { addSheets } from '../theme/add-sheets.js';
import type { ArchivePage, ArchivePageModel } from './archive-page.js';

/** The page of the archive in an element, once what draws it has loaded. */
export interface LazyArchive {
  /** Renders the page; until it has loaded, that it loads or could not. */
  readonly render: (
    model: Pick<ArchivePageModel, 'client' | 'onOpen' | 'say'> & { readonly session: Session },
  ) => TemplateResult;
  /** Loads what it shows again. Call it when the reader comes back. */
  readonly reload: () => void;
}

/** Returns whether an account reads its shop's archive. */
export function readsArchive({ party, permissions }: Session): boolean {
  return party === 'merchant' && (permissions.includes('task.handle') || permissions.includes('archive.manage'));
}

/** Creates the page of the archive of an element. */
export function lazyArchive(host: LitElement, language: Language): LazyArchive {
  const part = new LazyPart(host, () => language.with(archiveCatalogue, import('./part.js')));
  let page: ArchivePage | undefined;
  return {
    render({ session, ...model }) {
      part.want();
      if (!part.value) {
        const { failed, retry } = overlayTextsFor(language.locale).overlay;
        if (!part.failed) return html`<div class="page" aria-busy="true"></div>`;
        return html`<div class="page" role="alert">
          <p>${failed}</p>
          <button class="btn" type="button" @click=${part.retry}>${retry}</button>
        </div>`;
      }
      addSheets(host.renderRoot as ShadowRoot, part.value.styles);
      page ??= new part.value.ArchivePage(() => host.requestUpdate());
      const mayManage = session.permissions.includes('archive.manage');
      return page.render({
        ...model,
        mayManage,
        account: accountOf(session),
        texts: language.textsOf(archiveCatalogue),
      });
    },
    reload: () => page?.reload(),
  };
}
