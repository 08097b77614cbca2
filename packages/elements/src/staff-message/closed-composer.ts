import type { Action } from '@sidecard/core/wire';
import { html, nothing, type TemplateResult } from 'lit';
import type { StaffWords } from '../locales/staff-catalogue.js';
import { icon } from '../theme/icons.js';
import { keptText } from '../ticket/kept-draft.js';

/** What {@link closedComposer} shows. */
export interface ClosedComposer {
  readonly texts: StaffWords;
  /** The offer to write, as far as there is one. */
  readonly action: Action | undefined;
  readonly error: string | undefined;
  /** What was typed while it could be sent. */
  readonly kept: unknown;
  /** Whether the form of the message could not be loaded. */
  readonly isTypeFailed: boolean;
  readonly onCopy: (words: string) => void;
  readonly onDiscard: () => void;
  readonly onRetry: () => void;
}

/** Something could not be loaded, and can be asked for again. */
export function failed(retry: string, words: string, onRetry: () => void): TemplateResult {
  return html`<p class="error">
    ${icon('warning')}<span>${words}</span>
    <button class="btn quiet small" type="button" @click=${onRetry}>${retry}</button>
  </p>`;
}

/** In place of the composer: why nothing can be written, and what was typed before. */
export function closedComposer(closed: ClosedComposer): TemplateResult {
  const { texts, error, kept, onCopy, onDiscard } = closed;
  return html`
    ${error ? html`<p class="error">${icon('warning')}<span>${error}</span></p>` : nothing}
    ${typeof kept === 'string' && kept ? keptText(kept, texts, { onCopy, onDiscard }) : nothing} ${whyClosed(closed)}
  `;
}

function whyClosed({ texts, action, isTypeFailed, onRetry }: ClosedComposer): TemplateResult | typeof nothing {
  const { refusals, staff, state } = texts;
  // Its form is on its way, or could not be loaded.
  if (action && !action.disabledReason) return isTypeFailed ? failed(state.retry, state.failedHelp, onRetry) : nothing;
  return html`<p class="help">
    ${action?.disabledReason === 'permission-missing' ? refusals.permission : staff.notNow}
  </p>`;
}
