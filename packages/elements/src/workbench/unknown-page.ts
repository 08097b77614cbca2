import { html, type TemplateResult } from 'lit';
import type { WorkbenchWords } from '../locales/workbench-catalogue.js';
import { drawing } from './icons.js';

/** Says that there is nothing at an address. @param onAll - shows all open tickets */
export function unknownPage({ workbench }: WorkbenchWords, onAll: () => void): TemplateResult {
  return html`<div class="page">
    <div class="empty">
      <span class="tile">${drawing('search')}</span>
      <h2 tabindex="-1" data-focus="page">${workbench.unknownAddress}</h2>
      <div class="row"><button class="btn" type="button" @click=${onAll}>${workbench.toAll}</button></div>
    </div>
  </div>`;
}
