import { html, type TemplateResult } from 'lit';
import { CARD_ICONS, iconClass } from './icons-card.js';
import { LIVE_ICONS } from './icons-live.js';
import { PANEL_ICONS } from './icons-panel.js';

export { ring } from './ring.js';

/** Name of an icon. */
export type IconName = keyof typeof CARD_ICONS | keyof typeof LIVE_ICONS | keyof typeof PANEL_ICONS;

/** Every icon by name, each the `d` of one path. */
export const ICONS: Readonly<Record<IconName, string>> = { ...CARD_ICONS, ...LIVE_ICONS, ...PANEL_ICONS };

/**
 * Renders an icon. It is decorative: the text beside it, or the button's label, has the meaning.
 *
 * @param name - an unknown name renders the ticket icon, because a host's own type has none
 */
export function icon(name: string): TemplateResult {
  const known = Object.hasOwn(ICONS, name) ? (name as IconName) : 'ticket';
  return html`<svg class=${iconClass(known)} viewBox="0 0 16 16" aria-hidden="true">
    <path d=${ICONS[known]}></path>
  </svg>`;
}
