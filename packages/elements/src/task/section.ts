import { html, nothing, type TemplateResult } from 'lit';
import { icon } from '../theme/icons.js';

/** A part of the panel's body under its own heading. */
export interface Section {
  readonly key: string;
  readonly icon: string;
  /** Collapses only beside an open form. */
  readonly stays?: boolean;
  readonly title: string;
  /** The title of the collapsed section, if there is a shorter one. */
  readonly short?: string;
  /** Summary of the collapsed section. */
  readonly sum: string;
  /** A control at the end of the heading. */
  readonly end?: TemplateResult | typeof nothing;
  readonly body: TemplateResult;
}

/**
 * Renders a section: open under a heading, or as a one-line summary that expands.
 *
 * @param open - state of a collapsible section; `undefined` otherwise
 */
export function section(
  { key, icon: drawing, title, short, sum, end, body }: Section,
  open: boolean | undefined,
  onToggle: (key: string, open: boolean) => void,
): TemplateResult {
  const control = end === nothing ? undefined : end;
  if (open === undefined) {
    return html`<section class="sec" data-section=${key}>
      <h3>${title}${control ? html`<span class="end">${control}</span>` : nothing}</h3>
      ${body}
    </section>`;
  }
  return html`<section class="sec collapsible" data-section=${key}>
    <h3>
      <button
        type="button"
        aria-expanded=${open ? 'true' : 'false'}
        aria-controls="section-${key}"
        @click=${() => onToggle(key, !open)}
      >
        ${icon(drawing)}<b>${short ?? title}</b><span class="sum">${sum}</span>${icon('chevron-down')}
      </button>
    </h3>
    <div class="section-body${open ? ' open' : ''}" id="section-${key}">
      <div>${body} ${control ? html`<div class="row">${control}</div>` : nothing}</div>
    </div>
  </section>`;
}
