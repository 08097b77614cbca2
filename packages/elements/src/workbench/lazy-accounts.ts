import { html, type LitElement, type TemplateResult } from 'lit';
import { LazyPart } from '../controllers/lazy-part.js';
import type { WorkbenchWords } from '../locales/workbench-catalogue.js';
import { addSheets } from '../theme/add-sheets.js';
import type { AccountsPage } from './accounts-page.js';

/** The page of accounts in an element, which loads with its first rendering. */
export function lazyAccounts(host: LitElement): {
  readonly render: (page: AccountsPage) => TemplateResult;
} {
  const part = new LazyPart(host, () => import('./accounts-part.js'));
  return {
    render(page) {
      part.want();
      if (part.value) {
        addSheets(host.renderRoot as ShadowRoot, part.value.styles);
        return part.value.accountsPage(page);
      }
      return part.failed ? failed(page.texts, part.retry) : html`<div class="page" aria-busy="true"></div>`;
    },
  };
}

function failed({ state }: WorkbenchWords, onRetry: () => void): TemplateResult {
  return html`<div class="page" role="alert">
    <p>${state.failedHelp}</p>
    <button class="btn" type="button" @click=${onRetry}>${state.retry}</button>
  </div>`;
}
