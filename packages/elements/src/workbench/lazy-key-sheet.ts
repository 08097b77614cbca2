import { type LitElement, nothing, type TemplateResult } from 'lit';
import type { Language } from '../context/language.js';
import type { PanelKeys } from '../context/panel-keys.js';
import { LazyPart } from '../controllers/lazy-part.js';
import { overlayTextsFor } from '../locales/overlay-texts.js';
import { addSheets } from '../theme/add-sheets.js';
import { listKeysOf } from './keys.js';

/** The sheet of the list's keys, which loads when it is first shown. */
export interface LazyKeySheet {
  readonly show: () => void;
  readonly render: (
    keys: PanelKeys | undefined,
    account: { readonly handles: boolean },
  ) => TemplateResult | typeof nothing;
}

/** Creates it. @param say - announces that it failed to load */
export function lazyKeySheet(host: LitElement, language: Language, say: (text: string) => void): LazyKeySheet {
  const part = new LazyPart(host, async () => {
    const loaded = await import('./key-sheet.js');
    return language.with(loaded.catalogue, Promise.resolve(loaded));
  });
  let asked = false;
  host.addController({
    hostUpdated() {
      if (!asked || (!part.value && !part.failed)) return;
      asked = false;
      if (part.value) host.renderRoot.querySelector<HTMLDialogElement>('dialog.keys')?.showModal();
      else say(overlayTextsFor(language.locale).overlay.failed);
    },
  });
  return {
    show() {
      asked = true;
      if (part.failed) part.retry();
      else part.want();
      host.requestUpdate();
    },
    render(keys, account) {
      if (!part.value) return nothing;
      addSheets(host.renderRoot as ShadowRoot, part.value.styles);
      return part.value.listKeySheet(language.textsOf(part.value.catalogue), keys, listKeysOf(keys), account);
    },
  };
}
