import { html, nothing, type TemplateResult } from 'lit';
import { icon } from '../theme/icons.js';

/** What the panel's head shows. */
export interface Header {
  readonly tone: string;
  /** Key of the ticket's type, for its icon. */
  readonly type: string;
  readonly title: string;
  /** Empty while the ticket is unknown. */
  readonly number: string;
  /** Label of the close button; missing in a column of the page, which cannot be closed. */
  readonly close?: string | undefined;
  readonly onClose: () => void;
}

/** The panel's header: type, the host's own tools, and close. Gets the focus when the panel opens. */
export function header({ tone, type, title, number, close, onClose }: Header): TemplateResult {
  return html`<header class="top ${tone}" part="header">
    <span class="tile">${icon(`type-${type}`)}</span>
    <h2 tabindex="-1" class=${number ? '' : 'alone'}>${title}</h2>
    ${number ? html`<span class="no" translate="no">${number}</span>` : nothing}
    <span class="tools">
      <slot name="tools"></slot>
      ${
        close
          ? html`<button
              class="btn ico"
              type="button"
              data-act="close"
              aria-label=${close}
              title=${close}
              @click=${onClose}
            >
              ${icon('close')}
            </button>`
          : nothing
      }
    </span>
  </header>`;
}
