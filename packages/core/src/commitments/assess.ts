import type { Order } from '../model/order.js';
import type { Side } from '../model/states.js';
import type { Labels } from '../values/labels.js';
import { isInstant, openZone, type Zone } from '../values/zone.js';
import type { Commitment, CommitmentWindow, OrderMoment, PaidFrom } from './commitment.js';
import { compensationFor, type CompensationOutcome } from './compensation.js';
import { type CommitmentFacts, momentOf } from './facts.js';
import type { ShopCommitments } from './shop.js';
import { hasPromise, triggerState, type TriggerState } from './trigger.js';

/** Status of a commitment for an order. */
export const COMMITMENT_STATUSES = [
  /** The shop lacks a required commitment, or sold the order without this promise. */
  'not-offered',
  /** The window has not begun: its start event has not happened yet. */
  'not-begun',
  /** In force: no fault is known, or a claim is still missing something. */
  'open',
  /** The buyer can claim or request it now. */
  'claimable',
  /** The promise was kept; there is nothing left to claim. */
  'kept',
  /** The window has ended, or the claim has been settled. */
  'over',
  /** Unknown: a time is invalid, or this machine does not know the shop's time zone. */
  'unclear',
] as const;
export type CommitmentStatus = (typeof COMMITMENT_STATUSES)[number];

/** What a claim lacks. */
export const CLAIM_GAPS = [
  'base-commitment',
  'promise',
  'order-paid',
  'shipped',
  'delivered',
  'signed',
  'order-confirmed',
  'order-closed',
  'fault-shown',
  'negotiation-failed',
  'goods-as-agreed',
  'time',
  'time-zone',
] as const;
export type ClaimGap = (typeof CLAIM_GAPS)[number];

/** A time span in milliseconds since the Unix epoch, with an exclusive end. Without an end it is open-ended. */
export interface TimeSpan {
  readonly startMs: number;
  readonly endMs?: number;
}

/** Assessment of one of a shop's commitments for an order: everything that a panel shows, as plain data. */
export interface CommitmentAssessment {
  readonly key: string;
  readonly labels: Labels;
  readonly status: CommitmentStatus;
  /** When a fault must be found, or a request made. Absent until it begins. */
  readonly window?: TimeSpan;
  /** When a claim must be raised. If the commitment has a claim period (R37), absent until the fault is found; else the same as `window`. */
  readonly claimWindow?: TimeSpan;
  /** What a claim lacks, in the order of {@link CLAIM_GAPS}. */
  readonly missing: readonly ClaimGap[];
  /** The promised time, if the commitment is about one. */
  readonly promisedMs?: number;
  /** Delay beyond the promised time; grows until done. */
  readonly lateByMs?: number;
  /** The amount owed, or why it is unknown. Only if it can be claimed, or could be apart from what is missing. */
  readonly compensation?: CompensationOutcome;
  /** Where the money comes from, if the commitment pays any (R35). */
  readonly paidFrom?: PaidFrom;
  readonly gives?: 'return' | 'resend';
  readonly postageBy?: Side;
}

/**
 * Assesses each of a shop's commitments for an order (R28–R37). Pure and total: invalid data results in `unclear`, never in a wrong figure.
 *
 * @param facts - facts that the order's data does not contain
 * @param now - milliseconds since the Unix epoch, by the server's clock
 * @returns one assessment per commitment, in the shop's order
 */
export function assessCommitments(
  order: Order,
  facts: CommitmentFacts,
  shop: ShopCommitments,
  now: number,
): readonly CommitmentAssessment[] {
  const byKey = new Map(shop.commitments.map((commitment) => [commitment.key, commitment]));
  const zone = openZone(shop.timeZone);
  return shop.commitments.map((commitment) => {
    const { key, labels, trigger, gives, postageBy, compensation } = commitment;
    const { owes, ...verdict } = judge(commitment, { order, facts, zone, now, byKey });
    const promisedMs = trigger.kind === 'late' ? order.promised?.[trigger.promised] : undefined;
    return {
      key,
      labels,
      ...verdict,
      ...(isInstant(promisedMs) ? { promisedMs } : {}),
      ...(owes && compensation ? { compensation: compensationFor(commitment, order, facts.itemIds) } : {}),
      ...(compensation ? { paidFrom: commitment.paidFrom ?? 'merchant' } : {}),
      ...(gives ? { gives } : {}),
      ...(postageBy ? { postageBy } : {}),
    };
  });
}

interface Case {
  readonly order: Order;
  readonly facts: CommitmentFacts;
  /** Absent if the shop's time zone is unknown. */
  readonly zone: Zone | undefined;
  readonly now: number;
  readonly byKey: ReadonlyMap<string, Commitment>;
}

type Verdict = Pick<CommitmentAssessment, 'status' | 'missing' | 'window' | 'claimWindow' | 'lateByMs'> & {
  /** The fault exists and the time is not up. */
  readonly owes?: boolean;
};

function judge(commitment: Commitment, of: Case): Verdict {
  const { order, facts, now } = of;
  if (!isHeld(commitment, of.byKey)) return { status: 'not-offered', missing: ['base-commitment'] };
  if (!hasPromise(commitment, order)) return { status: 'not-offered', missing: ['promise'] };
  if (!isInstant(now)) return { status: 'unclear', missing: ['time'] };
  const trigger = triggerState(commitment.trigger, order, facts, now);
  if (trigger.state === 'unclear') return { status: 'unclear', missing: ['time'] };
  const window = windowOf(commitment.window, of);
  if (window === 'time' || window === 'time-zone') return { status: 'unclear', missing: [window] };
  const known = {
    ...(typeof window === 'string' ? {} : { window }),
    ...(trigger.state === 'met' && trigger.lateByMs !== undefined ? { lateByMs: trigger.lateByMs } : {}),
  };
  if (facts.settled?.includes(commitment.key)) return { ...known, status: 'over', missing: [] };
  if (trigger.state === 'kept') return { ...known, status: 'kept', missing: [] };
  const gaps = gapsOf(commitment, trigger, facts);
  if (typeof window === 'string') return { ...known, status: 'not-begun', missing: [window, ...gaps] };
  if (now < window.startMs)
    return { ...known, status: 'not-begun', missing: [MOMENT_GAPS[commitment.window.from], ...gaps] };
  return { ...known, ...judgeBegun(commitment, trigger, window, gaps, of) };
}

/** The window has begun: checks its end, and what a claim lacks. */
function judgeBegun(
  { claim }: Commitment,
  trigger: Extract<TriggerState, { state: 'waiting' | 'met' }>,
  window: TimeSpan,
  gaps: readonly ClaimGap[],
  { facts, now, zone }: Case,
): Verdict {
  const claimedAtMs = isInstant(facts.claimedAtMs) ? Math.min(facts.claimedAtMs, now) : undefined;
  // A claim or finding before the window counts as made at its start.
  const at = Math.max(claimedAtMs ?? now, window.startMs);
  if (trigger.state === 'waiting') return isOver(at, window) ? OVER : { status: 'open', missing: gaps };
  // A claimed fault has been found.
  const found = Math.max(Math.min(trigger.foundAtMs ?? at, at), window.startMs);
  if (isOver(found, window)) return OVER;
  const claimWindow = claim && daysFrom(found, claim.days, zone);
  if (typeof claimWindow === 'string') return { status: 'unclear', missing: [claimWindow] };
  const told = trigger.foundAtMs !== undefined || claimedAtMs !== undefined;
  const known = claimWindow && told ? { claimWindow } : {};
  if (isOver(at, claimWindow ?? window)) return { ...known, ...OVER };
  return { ...known, status: gaps.length === 0 ? 'claimable' : 'open', missing: gaps, owes: true };
}

const OVER: Verdict = { status: 'over', missing: [] };

const MOMENT_GAPS = {
  paid: 'order-paid',
  shipped: 'shipped',
  delivered: 'delivered',
  signed: 'signed',
  confirmed: 'order-confirmed',
  closed: 'order-closed',
} as const satisfies Record<OrderMoment, ClaimGap>;

/** Whether the shop has signed every commitment that this one needs, transitively. */
function isHeld(commitment: Commitment, byKey: ReadonlyMap<string, Commitment>): boolean {
  const needed = new Set(commitment.needs);
  // A set that grows during iteration is iterated to its new end.
  for (const key of needed) {
    const other = byKey.get(key);
    if (!other) return false;
    for (const more of other.needs ?? []) needed.add(more);
  }
  return true;
}

function gapsOf(
  { trigger, needsFailedNegotiation, needsGoodsAsAgreed }: Commitment,
  { state }: TriggerState,
  { negotiationFailed, goodsAsAgreed }: CommitmentFacts,
): readonly ClaimGap[] {
  const gaps: ClaimGap[] = [];
  if (state === 'waiting' && trigger.kind !== 'standing') gaps.push('fault-shown');
  if (needsFailedNegotiation && negotiationFailed !== true) gaps.push('negotiation-failed');
  if (needsGoodsAsAgreed && goodsAsAgreed === false) gaps.push('goods-as-agreed');
  return gaps;
}

/** @returns the window, or what it needs to begin or to be known */
function windowOf({ from, until }: CommitmentWindow, { order, facts, zone }: Case): TimeSpan | ClaimGap {
  const startMs = momentOf(order, facts, from);
  if (startMs === undefined) return MOMENT_GAPS[from];
  if (!isInstant(startMs)) return 'time';
  if (!until) return { startMs };
  if ('days' in until) return daysFrom(startMs, until.days, zone);
  const endMs = 'promised' in until ? order.promised?.[until.promised] : momentOf(order, facts, until.moment);
  if (endMs === undefined) return { startMs };
  return isInstant(endMs) ? { startMs, endMs: Math.max(startMs, endMs) } : 'time';
}

function daysFrom(startMs: number, days: number, zone: Zone | undefined): TimeSpan | 'time' | 'time-zone' {
  if (!zone) return 'time-zone';
  const endMs = zone.endOfDays(startMs, days);
  return endMs === undefined ? 'time' : { startMs, endMs };
}

function isOver(ms: number, { endMs }: TimeSpan): boolean {
  return endMs !== undefined && ms >= endMs;
}
