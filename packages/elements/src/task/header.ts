import { html, nothing, type TemplateResult } from 'lit';
import { icon } from '../theme/icons.js';

/** What the panel's head shows. */
export interface Header {
  readonly tone: string;
  /** Key of the ticket's type, for its icon. */
  readonly type: string;
  readonly title: string;
  /** Whose ticket it is: the buyer's name, unless the reader is the buyer. */
  readonly buyer: string;
  /** Its order and number; empty while they are unknown. */
  readonly facts: readonly string[];
  /** Label of the close button; missing in a column of the page, which cannot be closed. */
  readonly close?: string | undefined;
  readonly onClose: () => void;
}

/** The panel's header: type, whose ticket it is, the host's own tools, and close. Gets the focus when the panel opens. */
export function header({ tone, type, title, buyer, facts, close, onClose }: Header): TemplateResult {
  return html`<header class="top ${tone}" part="header">
    <span class="tile">${icon(`type-${type}`)}</span>
    <h2 tabindex="-1" class=${facts.length > 0 ? '' : 'alone'} aria-describedby="whose">${title}</h2>
    <p class="no" id="whose" translate="no">
      ${buyer ? html`<bdi class="cut">${buyer}</bdi>` : nothing} ${facts.map((fact) => html`<span>${fact}</span>`)}
    </p>
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
