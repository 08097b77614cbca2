import type { BackgroundTexts } from './background-texts.js';

/** The words of a ticket's background in English. */
export const texts: BackgroundTexts = {
  sections: { linked: 'Other tickets of this order', ofBuyer: 'Buyer’s other tickets' },
  news: {
    title: 'Since you last looked',
    count: '{count} new',
    read: 'Mark as read',
    more: '{count} more in the history',
  },
  links: {
    ticket: '{type} · ticket {number}',
    'led-to': 'opened from this ticket',
    'came-from': 'led to this ticket',
    open: 'in progress',
    resolved: 'resolved',
    closed: 'closed',
    sameOrder: 'this order',
    count: ({ open }) => (Number(open) > 0 ? '{count} · {open} in progress' : '{count}'),
    none: 'None',
    more: 'All {count}',
  },
};
