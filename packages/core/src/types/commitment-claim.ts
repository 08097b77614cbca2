import type { FieldProblem } from '../fields/kinds/kind.js';
import { faultsOf, isClaimable, judgeClaim } from '../machine/commitment-claims.js';
import type { RequestContext } from '../machine/obstacles.js';
import type { Opening } from '../machine/ticket-type.js';
import { commitmentByKey } from '../commitments/shop.js';
import type { FieldValues } from '../model/field-values.js';
import type { Order } from '../model/order.js';
import { nameOf } from '../values/unknown.js';
import { commitment } from './parts/commitment-field.js';
import { DEADLINES } from './parts/deadlines.js';
import { defineTicketType } from './parts/define-ticket-type.js';
import { pictures, reason, rulingText, statement } from './parts/fields.js';
import { ASK_FIRST } from './parts/proof.js';
import { BUYER_REASONS, COMMON_REFUSALS, REFUSALS } from './parts/reasons.js';
import {
  AGREE,
  DECLINE,
  expire,
  LAPSE,
  MET,
  RULE_FOR_BUYER,
  RULE_FOR_MERCHANT,
  UNANSWERED,
} from './parts/transitions.js';

/** What the claimed commitment pays: never another amount, and not for a promise that was kept. */
const COMPENSATE = { effects: [{ effect: 'compensate' }], ...MET } as const;
const PAY = {
  ...AGREE,
  ...COMPENSATE,
  blockedBy: ['promise-kept'],
  labels: { 'zh-CN': '同意赔付', en: 'Pay the compensation' },
  message: {
    'zh-CN': '已同意按服务承诺赔付 {promised}，赔付处理中。',
    en: 'We pay the compensation of {promised} that we promised; it is on its way.',
  },
} as const;

const REASONS = [
  BUYER_REASONS.quality,
  BUYER_REASONS.notAsDescribed,
  BUYER_REASONS.damaged,
  BUYER_REASONS.damagedInTransit,
  BUYER_REASONS.shippedLate,
  BUYER_REASONS.deliveredLate,
  BUYER_REASONS.otherCarrier,
  BUYER_REASONS.other,
] as const;

/**
 * Commitment claim 服务承诺维权: the buyer claims what the shop promised to pay (R29–R37, R44, R45). The figure is that of the commitment's
 * rule, for the whole case: the shop pays it with one key, and a ruling takes the same. A promise is paid once per order.
 */
export const commitmentClaim = defineTicketType({
  key: 'commitment-claim',
  queue: 'other',
  labels: { 'zh-CN': '服务承诺维权', en: 'Commitment claim' },
  request: [
    {
      ...{ key: commitment.key, kind: 'choice', from: 'paying-commitments', options: [] },
      labels: { 'zh-CN': '服务承诺', en: 'Commitment' },
    },
    reason,
    statement,
    pictures,
  ],
  checkRequest: reasonFits,
  refuses: (order, context, request) => {
    const verdict = verdictOf(order, context, request);
    return verdict.ok ? undefined : verdict.because;
  },
  opening: openClaim,
  reasons: {
    buyer: REASONS,
    merchant: [
      { key: 'promise-kept', labels: { 'zh-CN': '已按承诺履约', en: 'The promise was kept' } },
      { key: 'buyers-cause', labels: { 'zh-CN': '买家原因导致', en: 'Caused by the buyer' } },
      { key: 'force-majeure', labels: { 'zh-CN': '不可抗力', en: 'Force majeure' } },
      REFUSALS.evidence,
      ...COMMON_REFUSALS,
    ],
  },
  firstDeadline: 'answer',
  deadlines: { answer: DEADLINES.answer, proof: DEADLINES.proof, escalate: DEADLINES.escalate },
  agreedPath: [MET],
  transitions: [
    { ...PAY, from: 'awaiting-merchant' },
    { ...PAY, from: 'declined' },
    { ...DECLINE, from: 'awaiting-merchant' },

    expire('answer', 'awaiting-merchant', { ...COMPENSATE, when: ['paid-on-silence'] }),
    ...ASK_FIRST,
    UNANSWERED,
    expire('escalate', 'declined', LAPSE),

    {
      ...RULE_FOR_BUYER,
      ...COMPENSATE,
      when: ['ruling-left'],
      blockedBy: ['promise-kept'],
      effects: [...COMPENSATE.effects, { effect: 'rule' }],
      fields: [rulingText],
    },
    RULE_FOR_MERCHANT,
  ],
});

function verdictOf(order: Order, { now, policy, related }: RequestContext, request?: FieldValues) {
  const judge = (key: string, code: string) =>
    judgeClaim({ order, related, key, reason: code, claimedAtMs: now, now }, policy);
  if (request) return judge(nameOf(request[commitment.key]), nameOf(request[reason.key]));
  const verdicts = policy.commitments
    .filter(isClaimable)
    .map(({ key, trigger }) => judge(key, faultsOf(trigger)[0] ?? ''));
  return verdicts.find(({ ok }) => ok) ?? verdicts[0] ?? ({ ok: false, because: 'not-promised' } as const);
}

/** The reason is a fault of the commitment; `other` stands for faults of the shop's own commitments that have no reason here. */
function reasonFits(request: FieldValues, _: Order, { policy }: RequestContext): readonly FieldProblem[] {
  const chosen = commitmentByKey(policy.commitments, nameOf(request[commitment.key]));
  const faults = chosen ? faultsOf(chosen.trigger) : [];
  const known = faults.filter((code) => REASONS.some(({ key }) => key === code));
  const fitting = known.length > 0 ? known : [BUYER_REASONS.other.key];
  return fitting.includes(nameOf(request[reason.key])) ? [] : [{ field: reason.key, problem: 'unknown-option' }];
}

function openClaim(request: FieldValues, order: Order, context: RequestContext): Opening {
  const verdict = verdictOf(order, context, request);
  if (!verdict.ok) return {};
  const { key, amount, fromDeposit, paidOnSilence } = verdict.value;
  const paid = paidOnSilence && context.policy.commitmentPayments === 'automatic' && amount;
  return {
    commitment: verdict.value,
    ...(paid ? { agreed: { compensation: amount, commitment: key, ...(fromDeposit ? { fromDeposit } : {}) } } : {}),
  };
}
