import { html, type TemplateResult } from 'lit';
import { icon } from './icons.js';

/** A filter as a chip: a native select, filled while it is set, so keyboard and touch work as everywhere on the reader's device. */
export function chipSelect(
  name: string,
  value: string | undefined,
  options: readonly (readonly [key: string, text: string])[],
  onChange: (value: string) => void,
): TemplateResult {
  return html`<span class="chip-select ${value === undefined ? '' : 'set'}">
    <select aria-label=${name} @change=${({ target }: Event) => onChange((target as HTMLSelectElement).value)}>
      ${options.map(([key, text]) => html`<option value=${key} .selected=${key === (value ?? '')}>${text}</option>`)}
    </select>
    ${icon('chevron-down')}
  </span>`;
}
