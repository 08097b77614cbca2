import type { Guard } from '../machine/guards.js';
import type { RequestContext } from '../machine/obstacles.js';
import type { Opening } from '../machine/ticket-type.js';
import type { FieldValues } from '../model/field-values.js';
import type { Order } from '../model/order.js';
import { DEFAULT_POLICY, type RefundsBeforeShipment } from '../policy/policy.js';
import { isMoney } from '../values/money.js';
import { appealing } from './parts/appeals.js';
import { DEADLINES } from './parts/deadlines.js';
import { defineTicketType } from './parts/define-ticket-type.js';
import { items, reason, refundAmount, statement } from './parts/fields.js';
import { untilShipped } from './parts/order-conditions.js';
import { BUYER_REASONS, COMMON_REFUSALS, REFUSALS } from './parts/reasons.js';
import {
  AGREE,
  agreeing,
  ASK_PLATFORM,
  ASKED_AMOUNT,
  DECLINE,
  DIVISIBLE,
  expire,
  FAIL,
  FULFIL,
  MAY_SAY,
  MET,
  RULE_FOR_BUYER,
  RULE_FOR_MERCHANT,
  RULE_REFUND,
  RULE_SETTLED,
  RULE_SPLIT,
  UNANSWERED,
  UNDISPUTED,
} from './parts/transitions.js';

const AGREE_TO_REFUND = {
  ...AGREE,
  fields: [ASKED_AMOUNT, MAY_SAY],
  labels: { 'zh-CN': '同意退款', en: 'Agree to refund' },
  message: {
    'zh-CN': '已同意退款 {amount}，商品不再发出。{text}',
    en: 'We agree to refund {amount}; the goods will not be sent. {text}',
  },
} as const;
const AGREE_TO_INTERCEPT = {
  ...AGREE,
  fields: [ASKED_AMOUNT, MAY_SAY],
  labels: { 'zh-CN': '同意，拦截包裹后退款', en: 'Agree, refund once the parcel is intercepted' },
  message: {
    'zh-CN': '包裹已发出，我们正在联系快递拦截，拦截成功后退款 {amount}。{text}',
    en: 'The parcel has left. We are asking the carrier to stop it and refund {amount} once it is coming back. {text}',
  },
} as const;
const INTERCEPTED = {
  ...FULFIL,
  ...MET,
  fields: [MAY_SAY],
  labels: { 'zh-CN': '已拦截，退款', en: 'Intercepted, refund' },
  message: {
    'zh-CN': '包裹已拦截，退款 {agreed} 处理中。{text}',
    en: 'The parcel is coming back to us; your refund of {agreed} is on its way. {text}',
  },
} as const;

/** What the shop has published about requests before the goods leave. */
const rulesOf = (policy: { readonly beforeShipment?: RefundsBeforeShipment }): RefundsBeforeShipment => ({
  ...DEFAULT_POLICY.beforeShipment,
  ...policy.beforeShipment,
});
const agreedBySilence: Guard = ({ order }, policy) =>
  order.shippedAtMs === undefined && rulesOf(policy).onSilence === 'agree';

/**
 * Refund before shipment 未发货退款: the buyer no longer wants what has not left. The shop's silence agrees, and small or early requests are
 * refunded at once, each as the policy says. If the parcel leaves meanwhile, it is intercepted before the refund.
 */
export const refundBeforeShipment = defineTicketType({
  key: 'refund-before-shipment',
  queue: 'returns-and-exchanges',
  labels: { 'zh-CN': '未发货退款', en: 'Refund before shipment' },
  pieces: 'refunded',
  divisible: DIVISIBLE,
  request: [items, reason, refundAmount, statement],
  refuses: untilShipped,
  opening: refundedAtOnce,
  reasons: {
    buyer: [
      BUYER_REASONS.changedMind,
      { key: 'ordered-by-mistake', labels: { 'zh-CN': '拍错/多拍', en: 'Ordered by mistake' } },
      { key: 'wrong-details', labels: { 'zh-CN': '地址或规格填错', en: 'Wrong address or option' } },
      BUYER_REASONS.late,
      REFUSALS.outOfStock,
      BUYER_REASONS.other,
    ],
    merchant: [
      { key: 'already-sent', labels: { 'zh-CN': '商品已发出', en: 'The goods have left' } },
      { key: 'made-to-order', labels: { 'zh-CN': '定制商品', en: 'Made to order' } },
      REFUSALS.carrierCannot,
      ...COMMON_REFUSALS,
    ],
  },
  firstDeadline: 'answer',
  deadlines: {
    answer: DEADLINES.answer,
    intercept: DEADLINES.intercept,
    escalate: DEADLINES.escalate,
  },
  guards: {
    'agreed-by-silence': agreedBySilence,
  },
  agreedPath: [{ when: ['shipped', 'not-on-its-way'], to: 'awaiting-fulfilment', deadline: 'intercept' }, MET],
  transitions: [
    ...agreeing({ ...AGREE_TO_INTERCEPT, when: ['shipped'] }, AGREE_TO_REFUND),
    { ...DECLINE, from: 'awaiting-merchant' },
    FAIL,
    { ...INTERCEPTED, from: 'awaiting-fulfilment' },
    { ...INTERCEPTED, from: 'declined', when: ['declined-from-awaiting-fulfilment'] },

    ...appealing(['awaiting-fulfilment']),
    expire('answer', 'awaiting-merchant', { ...MET, when: ['agreed-by-silence'], effects: AGREE.effects }),
    UNANSWERED,
    expire('intercept', 'awaiting-fulfilment', ASK_PLATFORM),
    ...UNDISPUTED,

    { ...RULE_FOR_BUYER, when: ['first-ruling'] },
    RULE_REFUND,
    RULE_SPLIT,
    RULE_SETTLED,
    RULE_FOR_MERCHANT,
  ],
});

/** The refund needs no answer, by a rule that the shop has published. */
function refundedAtOnce(
  { amount }: FieldValues,
  { paidAtMs }: Order,
  { now, policy, related }: RequestContext,
): Opening {
  const { atOnce } = rulesOf(policy);
  if (!atOnce || !isMoney(amount)) return {};
  // The limit is for the order, not for each of its requests.
  const before = related.reduce(
    (sum, { type, agreed }) => (type === refundBeforeShipment.key ? sum + (agreed?.refund?.amountMinor ?? 0) : sum),
    0,
  );
  const small = atOnce.upToMinor === undefined || before + amount.amountMinor <= atOnce.upToMinor;
  const early = atOnce.withinMs === undefined || now - paidAtMs <= atOnce.withinMs;
  return small && early ? { agreed: { refund: amount, refundOnly: true } } : {};
}
