import { html, type TemplateResult } from 'lit';

/**
 * Renders the ring that shows the remaining time.
 *
 * @param share - from 1 (all of it) to 0
 */
export function ring(share: number): TemplateResult {
  return html`<svg class="icon ring" viewBox="0 0 16 16" aria-hidden="true">
    <circle class="rest" cx="8" cy="8" r="6.3"></circle>
    <circle
      class="arc"
      cx="8"
      cy="8"
      r="6.3"
      pathLength="100"
      transform="rotate(-90 8 8)"
      stroke-dasharray=${ringDashes(share)}
    ></circle>
  </svg>`;
}

/** Returns the dashes of the ring's arc, the only part that changes over time. */
export function ringDashes(share: number): string {
  return `${Math.round(share * 100)} 100`;
}
