import { html, nothing, type TemplateResult } from 'lit';
import type { TaskTexts } from '../locales/texts.js';
import { canCopy } from './copy.js';

/** What can be done with a text that is kept. */
export interface KeptHandlers {
  readonly onCopy: (text: string) => void;
  readonly onDiscard: () => void;
}

/** Shows a text that was not sent, until the reader discards it. */
export function keptText(words: string, { refusals, panel }: TaskTexts, handlers: KeptHandlers): TemplateResult {
  return html`${words ? html`<div class="draft"><span dir="auto">${words}</span></div>` : nothing}
    <div class="row">
      ${
        words && canCopy()
          ? html`<button class="btn small" type="button" @click=${() => handlers.onCopy(words)}>${panel.copy}</button>`
          : nothing
      }
      <button class="btn small" type="button" data-act="discard" @click=${handlers.onDiscard}>
        ${refusals.discard}
      </button>
    </div>`;
}
