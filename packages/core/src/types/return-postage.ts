import type { CommonObstacle } from '../machine/obstacles.js';
import type { Ticket } from '../model/ticket.js';
import { DEADLINES } from './parts/deadlines.js';
import { defineTicketType } from './parts/define-ticket-type.js';
import { carrier, pictures, postage, reason, rulingText, statement, trackingNumber, words } from './parts/fields.js';
import { onceShipped } from './parts/order-conditions.js';
import { ASK_FIRST } from './parts/proof.js';
import { BUYER_REASONS, COMMON_REFUSALS, REFUSALS } from './parts/reasons.js';
import {
  AGREE,
  ANSWERS,
  DECLINE,
  expire,
  LAPSE,
  MAY_SAY,
  MET,
  PROPOSE,
  RULE,
  RULE_FOR_BUYER,
  RULE_FOR_MERCHANT,
  RULE_SETTLED,
  UNANSWERED,
} from './parts/transitions.js';

const PAY_ALL = {
  ...AGREE,
  fields: [{ ...postage, floor: 'requested' }, MAY_SAY],
  labels: { 'zh-CN': '同意退邮费', en: 'Refund the postage' },
  message: { 'zh-CN': '已同意退还邮费 {postage}。{text}', en: 'We agree to refund the postage of {postage}. {text}' },
} as const;

/** Return postage 退邮费: refunds what the buyer paid to return goods, in full or in part; once per return. */
export const returnPostage = defineTicketType({
  key: 'return-postage',
  queue: 'returns-and-exchanges',
  labels: { 'zh-CN': '退邮费', en: 'Return postage' },
  request: [
    { ...postage, labels: { 'zh-CN': '垫付的邮费', en: 'Postage paid' } },
    { ...carrier, optional: true },
    { ...trackingNumber, optional: true },
    reason,
    statement,
    pictures,
  ],
  refuses: (order, { related }) => onceShipped(order) ?? repaidAlready(related),
  reasons: {
    buyer: [
      { key: 'fault-of-the-shop', labels: { 'zh-CN': '因商家原因退货', en: "The return was the shop's fault" } },
      { key: 'promised', labels: { 'zh-CN': '商家承诺承担邮费', en: 'The shop promised to pay' } },
      BUYER_REASONS.other,
    ],
    merchant: [
      { key: 'too-high', labels: { 'zh-CN': '邮费高于实际', en: 'Higher than the actual postage' } },
      { key: 'buyer-pays', labels: { 'zh-CN': '应由买家承担', en: 'The buyer pays postage' } },
      REFUSALS.evidence,
      ...COMMON_REFUSALS,
    ],
  },
  firstDeadline: 'answer',
  deadlines: {
    answer: DEADLINES.answer,
    proof: DEADLINES.proof,
    proposal: DEADLINES.proposal,
    escalate: DEADLINES.escalate,
  },
  agreedPath: [MET],
  transitions: [
    { ...PAY_ALL, from: 'awaiting-merchant' },
    { ...PAY_ALL, from: 'declined' },
    {
      ...PROPOSE,
      from: ['awaiting-merchant', 'declined'],
      fields: [postage, words],
      labels: { 'zh-CN': '部分退款', en: 'Offer a partial refund' },
      message: { 'zh-CN': '我们可以退邮费 {postage}。{text}', en: 'We can refund {postage} of the postage. {text}' },
    },
    ...ANSWERS,
    { ...DECLINE, from: 'awaiting-merchant' },

    ...ASK_FIRST,
    UNANSWERED,
    expire('proposal', 'awaiting-buyer', LAPSE),
    expire('escalate', 'declined', LAPSE),

    { ...RULE_FOR_BUYER, when: ['ruling-left'] },
    {
      ...RULE,
      ...MET,
      choice: 'split',
      when: ['ruling-left'],
      effects: [{ effect: 'award' }, { effect: 'rule' }],
      fields: [postage, rulingText],
      labels: { 'zh-CN': '双方共同承担', en: 'Shared responsibility' },
    },
    { ...RULE_SETTLED, fields: [{ ...postage, optional: true }, rulingText] },
    RULE_FOR_MERCHANT,
  ],
});

/** The postage of a return is refunded once. */
function repaidAlready(related: readonly Ticket[]): CommonObstacle | undefined {
  // Tickets that were split share a parcel.
  const returns = new Set(
    related.flatMap(({ returnShipment: parcel }) => (parcel ? `${parcel.trackingNumber} ${parcel.atMs}` : [])),
  ).size;
  const repaid = related.filter(({ type, workflow }) => type === 'return-postage' && workflow !== 'closed').length;
  // A return arranged elsewhere is unknown here.
  return repaid < Math.max(1, returns) ? undefined : 'already-requested';
}
