import { html, nothing, type TemplateResult } from 'lit';
import type { WorkbenchWords } from '../locales/workbench-catalogue.js';
import { drawing } from './icons.js';

/** Says in the middle of a page why there is nothing. */
export function notice(
  icon: string,
  title: unknown,
  help: unknown = nothing,
  action: TemplateResult | typeof nothing = nothing,
): TemplateResult {
  return html`<div class="empty">
    <span class="tile">${drawing(icon)}</span>
    <h3 tabindex="-1" data-focus="page">${title}</h3>
    ${help === nothing ? nothing : html`<p>${help}</p>`}
    ${action === nothing ? nothing : html`<div class="row">${action}</div>`}
  </div>`;
}

/** A button of a notice. */
export function noticeButton(text: string, onClick: () => void): TemplateResult {
  return html`<button class="btn" type="button" @click=${onClick}>${text}</button>`;
}

/** Says that something could not be loaded, and loads it again. */
export function failedNotice(text: string, retry: string, onRetry: () => void): TemplateResult {
  return notice('offline', text, nothing, noticeButton(retry, onRetry));
}

/** A page whose part is loading, or could not be loaded. */
export function loadingPart(
  failed: boolean,
  { failedHelp, retry }: Pick<WorkbenchWords['state'], 'failedHelp' | 'retry'>,
  onRetry: () => void,
): TemplateResult {
  return failed
    ? html`<div class="page" role="alert">${failedNotice(failedHelp, retry, onRetry)}</div>`
    : html`<div class="page" aria-busy="true"></div>`;
}
