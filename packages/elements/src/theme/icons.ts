import { html, type TemplateResult } from 'lit';
import { CARD_ICONS, iconClass } from './icons-card.js';
import { LIVE_ICONS } from './icons-live.js';
import { PANEL_ICONS } from './icons-panel.js';

export { ring } from './ring.js';

/** A drawing of ours. */
export type IconName = keyof typeof CARD_ICONS | keyof typeof LIVE_ICONS | keyof typeof PANEL_ICONS;

/** Every drawing by name, each the `d` of one path. */
export const ICONS: Readonly<Record<IconName, string>> = { ...CARD_ICONS, ...LIVE_ICONS, ...PANEL_ICONS };

/**
 * Draws an icon in a template. It is decoration: the word beside it, or the button's label, says what it means.
 *
 * @param name - a name not known draws the ticket, as a host's own ticket type has no drawing
 */
export function icon(name: string): TemplateResult {
  const known = Object.hasOwn(ICONS, name) ? (name as IconName) : 'ticket';
  return html`<svg class=${iconClass(known)} viewBox="0 0 16 16" aria-hidden="true">
    <path d=${ICONS[known]}></path>
  </svg>`;
}
