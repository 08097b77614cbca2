import { type Audience, AUDIENCES } from './audience.js';

/** The rule of a kind of event. */
export interface EventRule {
  /** The audiences that read the event. For the others it does not exist: no frame, no sequence number in their streams, no history entry. */
  readonly audiences: readonly Audience[];
  /** A case event, which increments the version. Others only append data. */
  readonly versioned?: true;
  /** The thread of the event, if it is not part of the case. */
  readonly thread?: 'staff';
  /** One side refuses the other: a failed attempt to agree. */
  readonly disagreement?: true;
  /** Whose handlers read its text and pictures, besides staff: those of the acting party, or of the parties asked. @default everyone's */
  readonly textFor?: 'actor' | 'asked';
}

const CASE = { audiences: AUDIENCES, versioned: true } as const;
const BESIDE = { audiences: ['shop', 'handlers'] } as const;
const STAFF_THREAD = { audiences: ['handlers', 'staff'], thread: 'staff' } as const;

/** The rule of every kind of event. */
export const EVENT_RULES = {
  'ticket-created': CASE,
  split: CASE,
  agreed: CASE,
  proposed: CASE,
  'proposal-accepted': CASE,
  'proposal-rejected': { ...CASE, disagreement: true },
  declined: { ...CASE, disagreement: true },
  'proof-requested': CASE,
  'proof-submitted': CASE,
  'return-submitted': CASE,
  corrected: CASE,
  'receipt-confirmed': CASE,
  fulfilled: CASE,
  'fulfilment-confirmed': CASE,
  withdrawn: CASE,
  escalated: CASE,
  appealed: { ...CASE, textFor: 'actor' },
  'review-begun': CASE,
  'evidence-requested': { ...CASE, textFor: 'asked' },
  'evidence-submitted': { ...CASE, textFor: 'actor' },
  'evidence-missing': CASE,
  ruled: CASE,
  'settlement-recorded': CASE,
  'order-fact-recorded': CASE,
  'deadline-extended': CASE,
  'deadline-changed': CASE,
  'deadline-passed': CASE,
  moved: CASE,
  replied: { audiences: AUDIENCES },
  claimed: BESIDE,
  released: BESIDE,
  transferred: BESIDE,
  'deadline-noticed': { audiences: ['staff'] },
  'staff-message-left': STAFF_THREAD,
  'merchant-answered': STAFF_THREAD,
} as const satisfies Readonly<Record<string, EventRule>>;
export type EventKind = keyof typeof EVENT_RULES;

/** Every kind of event. */
export const EVENT_KINDS = /* @__PURE__ */ Object.keys(EVENT_RULES) as readonly EventKind[];

/** Returns the rule of a kind; `undefined` if this release does not know it. */
export function eventRule(kind: EventKind): EventRule | undefined {
  return Object.hasOwn(EVENT_RULES, kind) ? EVENT_RULES[kind] : undefined;
}

/** Returns whether an audience reads a kind of event. Unknown kinds exist for nobody. */
export function reads(audience: Audience, kind: EventKind): boolean {
  return eventRule(kind)?.audiences.includes(audience) === true;
}

/** Returns whether an event belongs to the case and counts in `version`. */
export function isCaseEvent(kind: EventKind): boolean {
  const rule = eventRule(kind);
  // Events of unknown kinds came with a new version, so they belong to the case (R27).
  return rule ? rule.versioned === true : true;
}
