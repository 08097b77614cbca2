import { DEADLINES } from './parts/deadlines.js';
import { defineTicketType } from './parts/define-ticket-type.js';
import { reason, refundAmount, statement } from './parts/fields.js';
import { untilShipped } from './parts/order-conditions.js';
import { BUYER_REASONS, COMMON_REFUSALS } from './parts/reasons.js';
import {
  AGREE,
  ASKED_AMOUNT,
  DECLINE,
  expire,
  LAPSE,
  MAY_SAY,
  MET,
  RULE_FOR_BUYER,
  RULE_FOR_MERCHANT,
  RULE_SETTLED,
  RULE_SPLIT,
  UNANSWERED,
} from './parts/transitions.js';

const PAY_BACK = {
  ...AGREE,
  ...MET,
  fields: [ASKED_AMOUNT, MAY_SAY],
  labels: { 'zh-CN': '同意退定金', en: 'Refund the deposit' },
  message: { 'zh-CN': '已同意退还定金 {amount}。{text}', en: 'We agree to refund the deposit of {amount}. {text}' },
} as const;

/** Presale deposit refund 预售退定金: the buyer requests the deposit back. */
export const presaleDeposit = defineTicketType({
  key: 'presale-deposit',
  queue: 'other',
  labels: { 'zh-CN': '预售退定金', en: 'Presale deposit refund' },
  request: [{ ...refundAmount, labels: { 'zh-CN': '定金', en: 'Deposit' } }, reason, statement],
  refuses: untilShipped,
  reasons: {
    buyer: [BUYER_REASONS.late, BUYER_REASONS.changedMind, BUYER_REASONS.other],
    merchant: [
      { key: 'not-refundable', labels: { 'zh-CN': '定金按约定不退', en: 'Non-refundable deposit' } },
      ...COMMON_REFUSALS,
    ],
  },
  firstDeadline: 'answer',
  deadlines: { answer: DEADLINES.answer, escalate: DEADLINES.escalate },
  agreedPath: [MET],
  transitions: [
    { ...PAY_BACK, from: 'awaiting-merchant' },
    { ...PAY_BACK, from: 'declined' },
    { ...DECLINE, from: 'awaiting-merchant' },

    UNANSWERED,
    expire('escalate', 'declined', LAPSE),

    { ...RULE_FOR_BUYER, when: ['ruling-left'] },
    RULE_SPLIT,
    RULE_SETTLED,
    RULE_FOR_MERCHANT,
  ],
});
