import { type Audience, AUDIENCES } from './audience.js';

/** What all events of a kind have in common. */
export interface EventRule {
  /**
   * The audiences for which the event exists. To the others it does not: no frame, no number in their streams, no line in their history.
   */
  readonly audiences: readonly Audience[];
  /** The event is one of the case: it counts a version. The others stand beside the case. */
  readonly versioned?: true;
  /** The event belongs to this thread instead of the case. */
  readonly thread?: 'staff';
  /** Whose handlers read its text, beside staff: those of the party that acted, or of the parties that were asked. @default everyone's */
  readonly textFor?: 'actor' | 'asked';
}

const CASE = { audiences: AUDIENCES, versioned: true } as const;
const BESIDE = { audiences: ['shop', 'handlers'] } as const;
const STAFF_THREAD = { audiences: ['handlers', 'staff'], thread: 'staff' } as const;

/** Every kind of event, with the rule that holds for all of its kind. */
export const EVENT_RULES = {
  'ticket-created': CASE,
  agreed: CASE,
  proposed: CASE,
  'proposal-accepted': CASE,
  'proposal-rejected': CASE,
  declined: CASE,
  'return-submitted': CASE,
  'receipt-confirmed': CASE,
  fulfilled: CASE,
  'fulfilment-confirmed': CASE,
  withdrawn: CASE,
  escalated: CASE,
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
  'deadline-noticed': { audiences: ['staff'] },
  'staff-message-left': STAFF_THREAD,
  'merchant-answered': STAFF_THREAD,
} as const satisfies Readonly<Record<string, EventRule>>;
export type EventKind = keyof typeof EVENT_RULES;

/** Every kind of event. */
export const EVENT_KINDS = /* @__PURE__ */ Object.keys(EVENT_RULES) as readonly EventKind[];

/** Returns the rule of a kind; `undefined` for one that this release does not know. */
export function eventRule(kind: EventKind): EventRule | undefined {
  return Object.hasOwn(EVENT_RULES, kind) ? EVENT_RULES[kind] : undefined;
}

/** Returns whether an event exists for an audience. One that this release does not know exists for nobody. */
export function reads(audience: Audience, kind: EventKind): boolean {
  return eventRule(kind)?.audiences.includes(audience) === true;
}

/** Returns whether an event is one of the case, counted by `version`. */
export function isCaseEvent(kind: EventKind): boolean {
  const rule = eventRule(kind);
  // One that this release does not know came with a new version, so it is one of the case (R27).
  return rule ? rule.versioned === true : true;
}
