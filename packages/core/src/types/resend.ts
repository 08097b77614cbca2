import { appealing } from './parts/appeals.js';
import { correctParcel } from './parts/corrections.js';
import { DEADLINES } from './parts/deadlines.js';
import { defineTicketType } from './parts/define-ticket-type.js';
import { carrier, items, pictures, reason, refundAmount, statement, trackingNumber, words } from './parts/fields.js';
import { onceShipped } from './parts/order-conditions.js';
import { ASK_FIRST } from './parts/proof.js';
import { BUYER_REASONS, COMMON_REFUSALS, REFUSALS } from './parts/reasons.js';
import {
  AGREE,
  agreeing,
  ANSWERS,
  ASK_PLATFORM,
  CONFIRM,
  DECLINE,
  DIVISIBLE,
  expire,
  FAIL,
  FULFIL,
  MAY_SAY,
  MET,
  PROPOSE,
  REFUND_INSTEAD,
  RULE_DELIVERED,
  RULE_FOR_BUYER,
  RULE_FOR_MERCHANT,
  RULE_REFUND,
  RULE_SETTLED,
  RULE_SPLIT,
  UNANSWERED,
  UNANSWERED_PROPOSAL,
  UNDISPUTED,
} from './parts/transitions.js';

const AGREE_TO_RESEND = {
  ...AGREE,
  fields: [MAY_SAY],
  labels: { 'zh-CN': '同意补发', en: 'Agree to resend' },
  message: {
    'zh-CN': '已同意补发，我们尽快寄出。{text}',
    en: 'We agree to resend and will ship as soon as possible. {text}',
  },
} as const;
const SEND = {
  ...FULFIL,
  effects: [{ effect: 'ship', what: 'replacement' }],
  fields: [carrier, trackingNumber, MAY_SAY],
  to: 'awaiting-confirmation',
  deadline: 'confirm',
  labels: { 'zh-CN': '寄出补发', en: 'Send it' },
  message: {
    'zh-CN': '补发已寄出：{carrier} {trackingNumber}。{text}',
    en: 'Your resend is on its way: {carrier} {trackingNumber}. {text}',
  },
} as const;
const UNSENT = ['awaiting-merchant', 'awaiting-fulfilment', 'declined'] as const;

/** Resend 补发: missing or broken items are sent again, all or, if the buyer agrees, some. */
export const resend = defineTicketType({
  key: 'resend',
  queue: 'logistics',
  labels: { 'zh-CN': '补发', en: 'Resend' },
  pieces: 'replaced',
  divisible: DIVISIBLE,
  request: [items, reason, statement, pictures],
  refuses: onceShipped,
  reasons: {
    buyer: [
      BUYER_REASONS.missing,
      BUYER_REASONS.damagedInTransit,
      BUYER_REASONS.lost,
      BUYER_REASONS.wrongItem,
      BUYER_REASONS.service,
      BUYER_REASONS.other,
    ],
    merchant: [REFUSALS.outOfStock, REFUSALS.intact, REFUSALS.evidence, ...COMMON_REFUSALS],
  },
  firstDeadline: 'answer',
  deadlines: {
    answer: DEADLINES.answer,
    proof: DEADLINES.proof,
    proposal: DEADLINES.proposal,
    fulfil: DEADLINES.fulfil,
    confirm: DEADLINES.confirm,
    escalate: DEADLINES.escalate,
  },
  agreedPath: [
    { when: ['refund-agreed'], ...MET },
    { to: 'awaiting-fulfilment', deadline: 'fulfil' },
  ],
  transitions: [
    ...agreeing(AGREE_TO_RESEND),

    {
      ...PROPOSE,
      choice: 'part',
      from: ['awaiting-merchant', 'declined'],
      when: ['nothing-promised'],
      fields: [{ ...items, of: 'requested', labels: { 'zh-CN': '补发商品', en: 'Items to resend' } }, words],
      labels: { 'zh-CN': '部分补发', en: 'Partial resend' },
      message: { 'zh-CN': '我们可以补发：{items}。{text}', en: 'We can resend: {items}. {text}' },
    },
    {
      ...REFUND_INSTEAD,
      choice: 'refund',
      from: UNSENT,
      fields: [refundAmount, words],
      message: {
        'zh-CN': '无法补发，我们建议退款 {amount}，无需退货。{text}',
        en: 'Instead of a resend we propose a refund of {amount}; no return needed. {text}',
      },
    },
    ...ANSWERS,

    { ...DECLINE, from: 'awaiting-merchant' },
    FAIL,
    { ...SEND, from: 'awaiting-fulfilment' },
    { ...SEND, from: 'declined', when: ['declined-from-awaiting-fulfilment'] },
    { ...CONFIRM, ...MET, labels: { 'zh-CN': '已收到', en: 'Mark as received' } },

    correctParcel('awaiting-confirmation'),
    ...appealing(['awaiting-fulfilment']),
    ...ASK_FIRST,
    UNANSWERED,
    ...UNANSWERED_PROPOSAL,
    expire('fulfil', 'awaiting-fulfilment', ASK_PLATFORM),
    expire('confirm', 'awaiting-confirmation', MET),
    ...UNDISPUTED,

    { ...RULE_FOR_BUYER, when: ['first-ruling'] },
    RULE_REFUND,
    RULE_SPLIT,
    RULE_DELIVERED,
    RULE_SETTLED,
    RULE_FOR_MERCHANT,
  ],
});
