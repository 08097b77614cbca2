import { RING } from './icons-card.js';

/** Icons of the live card: statuses, deadlines, and owners. */
export const LIVE_ICONS = {
  move: `${RING}M5 8h6M8.7 5.7 11 8l-2.3 2.3`,
  waiting: `${RING}M5.2 8h0M8 8h0M10.8 8h0`,
  platform: 'M8 1.5l5.3 2v4c0 3.4-2.2 5.7-5.3 7-3.1-1.3-5.3-3.6-5.3-7v-4ZM5.7 7.8l1.7 1.7 3-3.2',
  resolved: `${RING}M5.4 8.2l1.8 1.8 3.4-3.8`,
  closed: `${RING}M5.4 8h5.2`,
  declined: `${RING}M6 6l4 4M10 6l-4 4`,
  warning: 'M8 2.2l6.3 11.1H1.7ZM8 6.5v3M8 11.4h0',
  person: 'M8 7.6a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6ZM2.7 14c.3-2.6 2.4-4.2 5.3-4.2s5 1.6 5.3 4.2',
  unclaimed:
    'M10.5 3.6a2.8 2.8 0 0 1 0 2.4M9.2 7.3a2.8 2.8 0 0 1-2.4 0M5.5 6a2.8 2.8 0 0 1 0-2.4M6.8 2.3a2.8 2.8 0 0 1 2.4 0M2.7 14a4.6 4.6 0 0 1 1.1-2.5M6.2 10a7 7 0 0 1 3.6 0M12.2 11.5a4.6 4.6 0 0 1 1.1 2.5',
  lock: 'M3.5 7.2h9v6.6h-9ZM5.2 7.2V5a2.8 2.8 0 0 1 5.6 0v2.2',
  offline:
    'M2 2l12 12M8 13h0M5.5 10.5a3.6 3.6 0 0 1 3-1M3 7.8a7 7 0 0 1 2.7-1.7M9.5 6.1A7 7 0 0 1 13 7.8M7.5 2.9a10 10 0 0 1 7.3 2.6M1.2 5.5l2-1.5',
} as const;
