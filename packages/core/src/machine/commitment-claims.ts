import { assessCommitments, type CommitmentAssessment } from '../commitments/assess.js';
import { compensatedUnder, hasDisagreed, itemsOf } from '../commitments/case-facts.js';
import type { Commitment, CommitmentTrigger } from '../commitments/commitment.js';
import { commitmentByKey } from '../commitments/shop.js';
import { triggerState } from '../commitments/trigger.js';
import type { Order } from '../model/order.js';
import { isOpen } from '../model/states.js';
import type { Ticket, TicketCommitment } from '../model/ticket.js';
import type { Policy } from '../policy/policy.js';
import { nameOf } from '../values/unknown.js';
import type { CommitmentObstacle } from './commitment-obstacles.js';
import { predecessorOf } from './ledger.js';

/** What a claim under a commitment is about. */
export interface CommitmentCase {
  readonly order: Order;
  /** The order's other tickets. */
  readonly related: readonly Ticket[];
  /** Key of the commitment. */
  readonly key: string;
  /** Code of the fault that the buyer claims. */
  readonly reason: string;
  /** When the claim was raised. */
  readonly claimedAtMs: number;
  readonly now: number;
}

type Shop = Pick<Policy, 'commitments' | 'timeZone'>;

/** A claim that holds, with the terms of its commitment, or the obstacle. */
export type ClaimVerdict =
  | { readonly ok: true; readonly value: TicketCommitment }
  | { readonly ok: false; readonly because: CommitmentObstacle };

/** Returns the codes of the faults that meet a trigger. */
export function faultsOf(trigger: CommitmentTrigger): readonly string[] {
  return 'faults' in trigger ? trigger.faults : [];
}

/** Whether a commitment can be claimed: it pays money for a fault. */
export function isClaimable({ trigger, compensation }: Commitment): boolean {
  return compensation !== undefined && faultsOf(trigger).length > 0;
}

/** Judges a claim of the buyer (R29–R37). It counts what all of the order's tickets show, and keeps the windows of `assessCommitments`. */
export function judgeClaim(claim: CommitmentCase, shop: Shop): ClaimVerdict {
  const { related, key } = claim;
  const commitment = commitmentByKey(shop.commitments, key);
  if (!commitment) return { ok: false, because: 'not-promised' };
  const assessment = assess(commitment, claim, shop, related.some(hasFailed));
  const { status, missing, compensation } = assessment;
  const because = obstacleOf(assessment) ?? takenBy(related, key);
  if (because) return { ok: false, because };
  if (status !== 'claimable') {
    const early = status === 'not-begun' || missing.includes('fault-shown');
    return { ok: false, because: early ? 'not-yet-due' : 'negotiation-not-failed' };
  }
  if (!compensation?.ok) return { ok: false, because: 'compensation-not-set' };
  const { labels, needsFailedNegotiation, paidFrom } = commitment;
  return {
    ok: true,
    value: {
      key,
      labels,
      amount: compensation.value.total,
      ...(paidFrom === 'deposit-first' ? { fromDeposit: true } : {}),
      ...(needsFailedNegotiation ? {} : { paidOnSilence: true }),
    },
  };
}

/** Lists the commitments that the buyer can claim now, with what each pays: for the options of a form. */
export function claimableCommitments(
  { order, related, now }: Pick<CommitmentCase, 'order' | 'related' | 'now'>,
  shop: Shop,
): readonly TicketCommitment[] {
  return shop.commitments.filter(isClaimable).flatMap(({ key, trigger }) => {
    const reason = faultsOf(trigger)[0] ?? '';
    const verdict = judgeClaim({ order, related, key, reason, claimedAtMs: now, now }, shop);
    return verdict.ok ? [verdict.value] : [];
  });
}

/**
 * Judges compensation that staff award in any ticket under a commitment. The ruling itself finds the fault, and shows that negotiation
 * failed. The amount is at most the figure of the commitment's rule, if it has one.
 */
export function judgeRuling(
  ticket: Ticket,
  key: string,
  related: readonly Ticket[],
  now: number,
  shop: Shop,
): { readonly because?: CommitmentObstacle; readonly maxMinor?: number } {
  const commitment = commitmentByKey(shop.commitments, key);
  if (!commitment) return {};
  const { order, createdAtMs: claimedAtMs } = ticket;
  const [found = ''] = faultsOf(commitment.trigger);
  const itemIds = itemsOf(ticket);
  const question = { order, related, key, reason: found, claimedAtMs, now };
  const assessment = assess(commitment, question, shop, true, itemIds);
  const because =
    obstacleOf(assessment) ??
    takenBy(related, key, ticket) ??
    (assessment.missing.includes('fault-shown') ? 'not-yet-due' : undefined);
  const { compensation } = assessment;
  return {
    ...(because ? { because } : {}),
    ...(compensation?.ok ? { maxMinor: compensation.value.total.amountMinor } : {}),
  };
}

/** Whether the shop has kept the promise that a ticket claims: the order shows it, whatever the time. */
export function isKept({ commitment: claimed, order, createdAtMs }: Ticket, { commitments }: Shop): boolean {
  const commitment = claimed && commitmentByKey(commitments, claimed.key);
  const faults = commitment ? faultsOf(commitment.trigger).map((code) => ({ code, foundAtMs: createdAtMs })) : [];
  return commitment !== undefined && triggerState(commitment.trigger, order, { faults }, createdAtMs).state === 'kept';
}

/** Negotiation failed in a ticket that is not itself a claim. */
function hasFailed(ticket: Ticket): boolean {
  return hasDisagreed(ticket) && ticket.commitment?.amount === undefined;
}

function assess(
  commitment: Commitment,
  { order, related, reason, claimedAtMs, now }: CommitmentCase,
  { commitments, timeZone }: Shop,
  negotiationFailed: boolean,
  items?: readonly string[],
): CommitmentAssessment {
  const codes = faultsOf(commitment.trigger);
  const earlier = related.filter(({ request }) => codes.includes(nameOf(request['reason'])));
  const itemIds = items ?? claimedItems(earlier);
  const facts = {
    faults: [
      ...earlier.map(({ request, createdAtMs }) => ({ code: nameOf(request['reason']), foundAtMs: createdAtMs })),
      { code: codes.includes(reason) ? reason : (codes[0] ?? reason), foundAtMs: claimedAtMs },
    ],
    ...(itemIds ? { itemIds } : {}),
    negotiationFailed,
    claimedAtMs,
  };
  const all = assessCommitments(order, facts, { commitments, timeZone }, now);
  const found = all.find(({ key }) => key === commitment.key);
  if (!found) throw new TypeError(`The commitment ${commitment.key} was not assessed.`);
  return found;
}

/** The items that the order's tickets name for the same fault; without any, the claim is about the whole order. */
function claimedItems(tickets: readonly Ticket[]): readonly string[] | undefined {
  const ids = new Set(tickets.flatMap((ticket) => itemsOf(ticket) ?? []));
  return ids.size > 0 ? [...ids] : undefined;
}

function obstacleOf({ status, missing, claimWindow }: CommitmentAssessment): CommitmentObstacle | undefined {
  switch (status) {
    case 'not-offered':
      return missing.includes('base-commitment') ? 'agreement-not-signed' : 'not-promised';
    case 'kept':
      return 'promise-kept';
    case 'over':
      return claimWindow ? 'claim-period-over' : 'discovery-over';
    case 'unclear':
      return 'facts-unclear';
    default:
      return undefined;
  }
}

/**
 * Another ticket of the order claims the commitment, or pays under it, or the platform has ruled on it, unless that ruling is the one that
 * `ticket` appeals.
 */
function takenBy(related: readonly Ticket[], key: string, ticket?: Ticket): CommitmentObstacle | undefined {
  const claims = related.filter(({ commitment }) => commitment?.key === key && commitment.amount);
  const open = claims.some(({ workflow }) => isOpen(workflow));
  if (open || related.some((other) => compensatedUnder(other) === key)) return 'already-claimed';
  const appealed = ticket && predecessorOf(ticket, related);
  return claims.some((claim) => claim.ending === 'ruled-for-merchant' && claim !== appealed)
    ? 'already-ruled'
    : undefined;
}
