/*
 * Our own drawings on a 16 × 16 grid, each one path: stroke 1.5, round ends and joins, no fill, `currentColor` (the class `icon` says so).
 * A dot is a line of no length.
 */

/** The circle around several icons. */
export const RING = 'M8 1.8a6.2 6.2 0 1 1 0 12.4 6.2 6.2 0 1 1 0-12.4';

/** Icons of a sent card: types, the time, and what is missing. */
export const CARD_ICONS = {
  'type-return-refund': 'M5.7 3 2.5 6.2l3.2 3.2M2.5 6.2h7.3a3.5 3.5 0 0 1 0 7H6.5',
  'type-exchange': 'M2.5 5.2h11M11 2.7l2.5 2.5L11 7.7M13.5 10.8h-11M5 8.3l-2.5 2.5L5 13.3',
  'type-address-change':
    'M8 14.5S3.2 10.4 3.2 6.5a4.8 4.8 0 0 1 9.6 0c0 3.9-4.8 8-4.8 8ZM8 8.3a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6Z',
  'type-resend': 'M8 1.7 13.5 4.9v6.2L8 14.3l-5.5-3.2V4.9ZM8 5.8v4.4M5.8 8h4.4',
  'type-return-address': 'M1.8 7.3 8 2l6.2 5.3M3.5 6v7.8h9V6M10.2 10.2h-4M8 8.4l-1.8 1.8L8 12',
  'type-repair':
    'M13.7 4.3 11.4 6.6 9.4 4.6l2.3-2.3A3.7 3.7 0 0 0 7 7.1l-4.7 4.7a1.3 1.3 0 0 0 1.9 1.9L8.9 9a3.7 3.7 0 0 0 4.8-4.7Z',
  'type-return-postage': 'M1.8 3.5h12.4v9H1.8ZM2 4l6 4.7L14 4',
  'type-delivery-issue':
    'M1.2 3.7h8.3v8H1.2ZM9.5 6.4h2.8l2.5 2.6v2.7H9.5M3 11.7a1.7 1.7 0 0 0 3.4 0M10 11.7a1.7 1.7 0 0 0 3.4 0',
  ticket: 'M1.7 4h12.6v2.4a1.6 1.6 0 0 0 0 3.2V12H1.7V9.6a1.6 1.6 0 0 0 0-3.2Z',
  clock: `${RING}M8 4.7V8l2.3 1.6`,
  info: `${RING}M8 7.5v3.3M8 5.1h0`,
  'image-off': 'M1.8 3h12.4v10H1.8ZM6.2 6.2l3.6 3.6M9.8 6.2 6.2 9.8',
} as const;

/** Returns an icon's path; that of `ticket` for unknown names, such as a host's own ticket type. */
export function iconPath(name: string): string {
  return Object.hasOwn(CARD_ICONS, name) ? CARD_ICONS[name as keyof typeof CARD_ICONS] : CARD_ICONS.ticket;
}

/** Drawings that point in the reading direction: in right-to-left text they are mirrored. Rings, ticks, shields and pictures never are. */
export const FLIPS: readonly string[] = ['type-return-refund', 'move', 'external'];

/** Returns the classes of an icon's `svg`: `icon`, and `flip` for {@link FLIPS}. */
export function iconClass(name: string): string {
  return FLIPS.includes(name) ? 'icon flip' : 'icon';
}
