import { type Audience, AUDIENCES } from './audience.js';

/** Every kind of event. Who reads which is in `audiences/event-audiences.ts`. */
export const EVENT_KINDS = [
  'ticket-created',
  'agreed',
  'proposed',
  'proposal-accepted',
  'proposal-rejected',
  'declined',
  'return-submitted',
  'receipt-confirmed',
  'fulfilled',
  'fulfilment-confirmed',
  'withdrawn',
  'escalated',
  'review-begun',
  'evidence-requested',
  'evidence-submitted',
  'evidence-missing',
  'ruled',
  'settlement-recorded',
  'order-fact-recorded',
  'deadline-extended',
  'deadline-changed',
  'deadline-passed',
  'moved',
  'replied',
  'claimed',
  'released',
  'deadline-noticed',
  'staff-message-left',
  'merchant-answered',
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

const EVERYONE: readonly Audience[] = AUDIENCES;
const MERCHANT: readonly Audience[] = ['shop', 'handlers'];
const STAFF_THREAD: readonly Audience[] = ['handlers', 'staff'];

/**
 * Which audiences an event exists for. To the others it does not: no frame, no number in their streams, no line in their history.
 * The kinds that everyone reads are the case events, and `replied`.
 */
export const EVENT_AUDIENCES: Readonly<Record<EventKind, readonly Audience[]>> = {
  'ticket-created': EVERYONE,
  agreed: EVERYONE,
  proposed: EVERYONE,
  'proposal-accepted': EVERYONE,
  'proposal-rejected': EVERYONE,
  declined: EVERYONE,
  'return-submitted': EVERYONE,
  'receipt-confirmed': EVERYONE,
  fulfilled: EVERYONE,
  'fulfilment-confirmed': EVERYONE,
  withdrawn: EVERYONE,
  escalated: EVERYONE,
  'review-begun': EVERYONE,
  'evidence-requested': EVERYONE,
  'evidence-submitted': EVERYONE,
  'evidence-missing': EVERYONE,
  ruled: EVERYONE,
  'settlement-recorded': EVERYONE,
  'order-fact-recorded': EVERYONE,
  'deadline-extended': EVERYONE,
  'deadline-changed': EVERYONE,
  'deadline-passed': EVERYONE,
  moved: EVERYONE,
  replied: EVERYONE,
  claimed: MERCHANT,
  released: MERCHANT,
  'deadline-noticed': ['staff'],
  'staff-message-left': STAFF_THREAD,
  'merchant-answered': STAFF_THREAD,
};

/** Whether an event exists for an audience. One that this release does not know exists for nobody. */
export function reads(audience: Audience, kind: EventKind): boolean {
  return Object.hasOwn(EVENT_AUDIENCES, kind) && EVENT_AUDIENCES[kind].includes(audience);
}
