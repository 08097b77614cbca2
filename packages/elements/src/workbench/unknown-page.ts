import { html, nothing, type TemplateResult } from 'lit';
import type { WorkbenchWords } from '../locales/workbench-catalogue.js';
import { notice, noticeButton } from './notice.js';

/** Says that there is nothing at an address. @param onAll - shows all open tickets */
export function unknownPage({ workbench }: WorkbenchWords, onAll: () => void): TemplateResult {
  return html`<div class="page">
    ${notice('search', workbench.unknownAddress, nothing, noticeButton(workbench.toAll, onAll))}
  </div>`;
}
