import { DEADLINES } from './parts/deadlines.js';
import { defineTicketType } from './parts/define-ticket-type.js';
import { carrier, items, pictures, reason, refundAmount, statement, trackingNumber, words } from './parts/fields.js';
import { onceShipped } from './parts/order-conditions.js';
import { BUYER_REASONS, COMMON_REFUSALS, REFUSALS } from './parts/reasons.js';
import {
  AGREE,
  agreeing,
  ANSWERS,
  ASK_PLATFORM,
  CONFIRM,
  DECLINE,
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
  message: { 'zh-CN': '已同意补发，我们尽快寄出。{text}', en: 'We agree to send it again, as soon as we can. {text}' },
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
    en: 'It is on its way again: {carrier} {trackingNumber}. {text}',
  },
} as const;
const UNSENT = ['awaiting-merchant', 'awaiting-fulfilment', 'declined'] as const;

/** Resend 补发: what was missing or broken is sent again, all of it or, if the buyer takes that, a part. */
export const resend = defineTicketType({
  key: 'resend',
  queue: 'logistics',
  labels: { 'zh-CN': '补发', en: 'Resend' },
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
      fields: [{ ...items, of: 'requested', labels: { 'zh-CN': '补发这些', en: 'Resend these' } }, words],
      labels: { 'zh-CN': '补发一部分', en: 'Resend a part' },
      message: { 'zh-CN': '我们可以补发：{items}。{text}', en: 'We can send again: {items}. {text}' },
    },
    {
      ...REFUND_INSTEAD,
      choice: 'refund',
      from: UNSENT,
      fields: [refundAmount, words],
      message: {
        'zh-CN': '补发办不了，我们建议退款 {amount}，商品不用退。{text}',
        en: 'Instead of sending it again we propose a refund of {amount}; nothing has to come back. {text}',
      },
    },
    ...ANSWERS,

    { ...DECLINE, from: 'awaiting-merchant' },
    FAIL,
    { ...SEND, from: 'awaiting-fulfilment' },
    { ...SEND, from: 'declined', when: ['declined-from-awaiting-fulfilment'] },
    { ...CONFIRM, ...MET, labels: { 'zh-CN': '已收到', en: 'It has arrived' } },

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
