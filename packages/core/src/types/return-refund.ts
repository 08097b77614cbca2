import { appealing } from './parts/appeals.js';
import { defineTicketType } from './parts/define-ticket-type.js';
import { items, pictures, reason, refundAmount, refundOnly, returnAddress, statement, words } from './parts/fields.js';
import { onceShipped } from './parts/order-conditions.js';
import { ASK_FIRST } from './parts/proof.js';
import { promisedReturn } from './parts/promised-return.js';
import { BUYER_REASONS, COMMON_REFUSALS, REFUSALS } from './parts/reasons.js';
import { receive, RETURN_DEADLINES, rulingsForBuyer, TO_RETURN } from './parts/returns.js';
import { OWED_PATH, shipBack, SHIP_BACK_WORDS } from './parts/ship-back.js';
import {
  AGREE,
  agreeing,
  ANSWERS,
  ASKED_AMOUNT,
  DECLINE,
  DIVISIBLE,
  MAY_SAY,
  MEDIATED,
  MET,
  PROPOSE,
  REFUND_FIELDS,
  RULE_FOR_MERCHANT,
  SEND_BACK,
  UNANSWERED,
  UNANSWERED_PROPOSAL,
  UNDISPUTED,
} from './parts/transitions.js';

const AGREE_TO_RETURN = {
  ...AGREE,
  fields: [ASKED_AMOUNT, returnAddress, MAY_SAY],
  labels: { 'zh-CN': '同意退货', en: 'Agree to return' },
  message: {
    'zh-CN': '已同意退货退款 {amount}，请寄回：{returnAddress}。{text}',
    en: 'We agree to refund {amount}. Please send the goods to: {returnAddress}. {text}',
  },
} as const;
const AGREE_TO_REFUND = {
  ...AGREE,
  fields: [ASKED_AMOUNT, MAY_SAY],
  labels: { 'zh-CN': '同意退款', en: 'Agree to refund' },
  message: {
    'zh-CN': '已同意退款 {amount}，无需退货。{text}',
    en: 'We agree to refund {amount}; you keep the goods. {text}',
  },
} as const;
const RECEIVED = {
  labels: { 'zh-CN': '确认收货并退款', en: 'Confirm receipt and refund' },
  message: {
    'zh-CN':
      '[!receipt:已收到退货][receipt:退货已查验：{receipt}][kept:，退款 {agreed} 处理中][proposed:，按店铺退货规则可退 {proposed}，请确认][refused:，按店铺退货规则不能退款]。{text}',
    en: '[!receipt:The return has arrived][receipt:We have checked your return: {receipt}][kept:; your refund of {agreed} is on its way][proposed:. By our return rules we propose a refund of {proposed}; please answer][refused:. By our return rules we cannot refund it]. {text}',
  },
} as const;

/** Return & refund 退货退款: the buyer returns the goods, or keeps them, and gets a refund. */
export const returnRefund = defineTicketType({
  key: 'return-refund',
  queue: 'returns-and-exchanges',
  labels: { 'zh-CN': '退货退款', en: 'Return & refund' },
  pieces: 'refunded',
  divisible: DIVISIBLE,
  request: [items, refundOnly, reason, refundAmount, statement, pictures],
  refuses: onceShipped,
  opening: promisedReturn,
  reasons: {
    buyer: [
      BUYER_REASONS.damaged,
      BUYER_REASONS.quality,
      BUYER_REASONS.notAsDescribed,
      BUYER_REASONS.wrongItem,
      BUYER_REASONS.missing,
      BUYER_REASONS.service,
      BUYER_REASONS.changedMind,
    ],
    merchant: [REFUSALS.intact, REFUSALS.evidence, REFUSALS.incomplete, ...COMMON_REFUSALS],
  },
  firstDeadline: 'answer',
  deadlines: RETURN_DEADLINES,
  agreedPath: [OWED_PATH, { when: ['refund-only'], ...MET }, { when: ['goods-with-merchant'], ...MET }, TO_RETURN],
  transitions: [
    ...agreeing({ ...AGREE_TO_REFUND, when: ['refund-only'] }, AGREE_TO_RETURN),

    {
      ...PROPOSE,
      from: ['awaiting-merchant', 'declined'],
      when: ['goods-with-buyer'],
      fields: [...REFUND_FIELDS, words],
      message: {
        'zh-CN': '我们的方案：退款 {amount}[refundOnly:，无需退货][!refundOnly:，请寄回：{returnAddress}]。{text}',
        en: 'Our proposal: a refund of {amount}[refundOnly:, and you keep the goods][!refundOnly:, once the goods are back at: {returnAddress}]. {text}',
      },
    },
    {
      ...PROPOSE,
      from: 'declined',
      when: ['goods-with-merchant'],
      fields: [refundAmount, words],
      message: { 'zh-CN': '我们的方案：退款 {amount}。{text}', en: 'Our proposal: a refund of {amount}. {text}' },
    },
    ...ANSWERS,

    { ...DECLINE, from: 'awaiting-merchant', blockedBy: ['return-promised', 'refusal-barred'] },
    { ...DECLINE, from: 'awaiting-receipt' },

    SEND_BACK,
    ...receive(RECEIVED, [MET]),

    ...ASK_FIRST,
    UNANSWERED,
    ...UNANSWERED_PROPOSAL,
    ...UNDISPUTED,

    ...shipBack(SHIP_BACK_WORDS),
    ...appealing(['awaiting-return', 'awaiting-fulfilment']),

    ...rulingsForBuyer('ruling-left'),
    ...MEDIATED,
    RULE_FOR_MERCHANT,
  ],
});
