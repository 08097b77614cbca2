import { html, type TemplateResult } from 'lit';
import { icon } from '../theme/icons.js';

/** What the workbench draws beside the panel's icons; same grid and stroke. */
const WORKBENCH_ICONS: Readonly<Record<string, string>> = {
  archive: 'M1.8 2.8h12.4v3H1.8ZM2.8 5.8v7.4h10.4V5.8M6.2 8.6h3.6',
  people:
    'M6 7.4a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5ZM1.4 13.6c.3-2.4 2.1-3.9 4.6-3.9s4.3 1.5 4.6 3.9M10.6 2.6a2.5 2.5 0 0 1 0 4.6M12.2 10.2c1.3.6 2.2 1.8 2.4 3.4',
  back: 'M9.8 3.2 5 8l4.8 4.8',
  'chevron-up': 'M3.8 10 8 5.8l4.2 4.2',
  inbox: 'M1.8 8.6 3.9 3h8.2l2.1 5.6V13H1.8ZM1.8 8.6h3.7l1 1.9h3l1-1.9h3.7',
  bookmark: 'M4 2.2h8v11.6L8 10.6l-4 3.2Z',
};

/** Drawings that point in the reading direction. */
const FLIPS: readonly string[] = ['back'];

/** Renders an icon of the workbench, or one of the panel's. It is decorative. */
export function drawing(name: string): TemplateResult {
  const path = Object.hasOwn(WORKBENCH_ICONS, name) ? WORKBENCH_ICONS[name] : undefined;
  if (path === undefined) return icon(name);
  return html`<svg class=${FLIPS.includes(name) ? 'icon flip' : 'icon'} viewBox="0 0 16 16" aria-hidden="true">
    <path d=${path}></path>
  </svg>`;
}
