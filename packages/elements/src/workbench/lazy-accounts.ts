import type { LitElement, TemplateResult } from 'lit';
import { LazyPart } from '../controllers/lazy-part.js';
import { addSheets } from '../theme/add-sheets.js';
import type { AccountsPage } from './accounts-page.js';
import { loadingPart } from './notice.js';

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
      return loadingPart(part.failed, page.texts.state, part.retry);
    },
  };
}
