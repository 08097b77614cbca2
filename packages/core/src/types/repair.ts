import type { MoneyField } from '../fields/kinds/money.js';
import { DAY_MS } from '../values/time.js';
import { appealing } from './parts/appeals.js';
import { buyerPays, PAY_PATH } from './parts/buyer-payment.js';
import { DEADLINES } from './parts/deadlines.js';
import { defineTicketType } from './parts/define-ticket-type.js';
import {
  carrier,
  items,
  pictures,
  reason,
  refundAmount,
  returnAddress,
  statement,
  trackingNumber,
  words,
} from './parts/fields.js';
import { onceShipped } from './parts/order-conditions.js';
import { ASK_FIRST } from './parts/proof.js';
import { BUYER_REASONS, COMMON_REFUSALS, REFUSALS } from './parts/reasons.js';
import { receive, RETURN_DEADLINES, rulingsForBuyer, TO_RETURN } from './parts/returns.js';
import { OWED_PATH, shipBack, TO_SHIP_BACK } from './parts/ship-back.js';
import {
  AGREE,
  agreeing,
  ANSWERS,
  ASK_PLATFORM,
  CONFIRM,
  DECLINE,
  DIVISIBLE,
  expire,
  EXTEND,
  FAIL,
  FULFIL,
  MAY_SAY,
  MET,
  PROPOSE,
  REJECT,
  REFUND_INSTEAD,
  RULE_DELIVERED,
  RULE_FOR_MERCHANT,
  RULE_SETTLED,
  SEND_BACK,
  UNANSWERED,
  UNDISPUTED,
} from './parts/transitions.js';

const fee: MoneyField = { key: 'fee', kind: 'money', of: 'fee', labels: { 'zh-CN': '维修费', en: 'Repair fee' } };
const APPRAISAL = { ...words, labels: { 'zh-CN': '检测结果', en: 'Inspection result' } } as const;

const AGREE_TO_REPAIR = {
  ...AGREE,
  fields: [returnAddress, MAY_SAY],
  labels: { 'zh-CN': '同意维修', en: 'Agree to repair' },
  message: {
    'zh-CN': '已同意维修，请把商品寄到：{returnAddress}。{text}',
    en: 'We agree to the repair. Please send the goods to: {returnAddress}. {text}',
  },
} as const;
const RECEIVED = {
  labels: { 'zh-CN': '确认收货，开始检测', en: 'Confirm receipt and inspect' },
  message: {
    'zh-CN':
      '[!receipt:已收到您寄来的商品][receipt:寄来的商品已查验：{receipt}][kept:，开始检测][refused:，无法维修]。{text}',
    en: '[!receipt:Your goods have arrived][receipt:We have checked your goods: {receipt}][kept:; we are inspecting them][refused:. We cannot repair them]. {text}',
  },
} as const;
const TO_REPAIR = { to: 'awaiting-fulfilment', deadline: 'repair' } as const;
const TO_BUYER = {
  to: 'awaiting-confirmation',
  deadline: 'confirm',
  effects: [{ effect: 'ship', what: 'goods' }],
  fields: [carrier, trackingNumber, MAY_SAY],
} as const;
const SHIP_BACK = {
  ...FULFIL,
  ...TO_BUYER,
  labels: { 'zh-CN': '修好寄回', en: 'Ship back repaired' },
  message: {
    'zh-CN': '商品已修好寄回：{carrier} {trackingNumber}。{text}',
    en: 'Your goods are repaired and on their way back: {carrier} {trackingNumber}. {text}',
  },
} as const;
const UNREPAIRED = {
  labels: { 'zh-CN': '不修，原物寄回', en: 'Ship back unrepaired' },
  message: {
    'zh-CN': '商品未维修，原物寄回：{carrier} {trackingNumber}。{text}',
    en: 'Your goods are on their way back unrepaired: {carrier} {trackingNumber}. {text}',
  },
} as const;
const AT_WORK = ['goods-not-owed'] as const;

/** Repair 维修: the goods are sent in, inspected, repaired (for a fee, if the buyer accepts the quote and pays it) and shipped back. */
export const repair = defineTicketType({
  key: 'repair',
  queue: 'returns-and-exchanges',
  labels: { 'zh-CN': '维修', en: 'Repair' },
  pieces: 'repaired',
  divisible: DIVISIBLE,
  request: [items, reason, { ...statement, labels: { 'zh-CN': '故障描述', en: 'Fault description' } }, pictures],
  refuses: onceShipped,
  reasons: {
    buyer: [
      { key: 'defect', labels: { 'zh-CN': '功能故障', en: 'Malfunction' } },
      BUYER_REASONS.damaged,
      BUYER_REASONS.quality,
      BUYER_REASONS.service,
      BUYER_REASONS.other,
    ],
    merchant: [
      { key: 'beyond-repair', labels: { 'zh-CN': '无法修复', en: 'Beyond repair' } },
      { key: 'no-parts', labels: { 'zh-CN': '缺少配件', en: 'Parts unavailable' } },
      { key: 'no-fault-found', labels: { 'zh-CN': '检测无故障', en: 'No fault found' } },
      { key: 'out-of-warranty', labels: { 'zh-CN': '不在保修范围', en: 'Out of warranty' } },
      REFUSALS.incomplete,
      ...COMMON_REFUSALS,
    ],
  },
  firstDeadline: 'answer',
  deadlines: {
    ...RETURN_DEADLINES,
    proposal: { ...DEADLINES.proposal, labels: { 'zh-CN': '答复报价或方案', en: 'Answer the quote or proposal' } },
    payment: { ...DEADLINES.payment, labels: { 'zh-CN': '支付维修费', en: 'Pay the repair fee' } },
    repair: { of: 'merchant', lastsMs: 15 * DAY_MS, labels: { 'zh-CN': '维修', en: 'Repair' } },
  },
  agreedPath: [
    OWED_PATH,
    { when: ['refund-agreed'], ...MET },
    PAY_PATH,
    { when: ['goods-with-merchant'], ...TO_REPAIR },
    TO_RETURN,
  ],
  transitions: [
    ...agreeing(AGREE_TO_REPAIR),
    { ...DECLINE, from: 'awaiting-merchant' },
    { ...DECLINE, from: 'awaiting-receipt' },

    SEND_BACK,
    ...receive(RECEIVED, [TO_REPAIR]),

    { ...SHIP_BACK, from: 'awaiting-fulfilment', when: AT_WORK },
    { ...SHIP_BACK, from: 'declined', when: ['declined-from-awaiting-fulfilment', 'goods-not-owed'] },
    {
      ...PROPOSE,
      choice: 'quote',
      from: ['awaiting-fulfilment', 'declined'],
      when: ['goods-with-merchant', ...AT_WORK],
      fields: [fee, APPRAISAL],
      labels: { 'zh-CN': '报价', en: 'Send a quote' },
      message: {
        'zh-CN': '检测完成，维修费 {fee}：{text}',
        en: 'Inspection complete; the repair would cost {fee}: {text}',
      },
    },
    {
      ...REFUND_INSTEAD,
      choice: 'refund',
      from: ['awaiting-fulfilment', 'declined'],
      when: ['goods-with-merchant', ...AT_WORK],
      fields: [refundAmount, words],
      message: {
        'zh-CN': '商品无法修复，我们建议退款 {amount}，商品留在我们这里。{text}',
        en: 'It cannot be repaired; we propose a refund of {amount} and keep the goods. {text}',
      },
    },
    // Without the repair the goods go back to the buyer, unless the platform is on it.
    {
      ...REJECT,
      whileIntervention: ['none'],
      when: ['fee-proposed'],
      ...TO_SHIP_BACK,
      effects: [{ effect: 'owe-goods' }],
      labels: { 'zh-CN': '放弃维修，寄回商品', en: 'Reject and get the goods back' },
    },
    ...ANSWERS,
    ...buyerPays({ ...TO_SHIP_BACK, effects: [{ effect: 'owe-goods' }] }),
    { ...FAIL, when: AT_WORK },
    {
      ...EXTEND,
      from: 'awaiting-fulfilment',
      when: ['never-extended', ...AT_WORK],
      labels: { 'zh-CN': '延长维修时间', en: 'Extend the repair time' },
      message: {
        'zh-CN': '维修还需要 {hours} 小时：{text}',
        en: 'The repair needs {hours} more hours: {text}',
      },
    },
    ...shipBack(UNREPAIRED),
    { ...CONFIRM, ...MET, labels: { 'zh-CN': '已收到，没问题', en: 'Received and working' } },

    ...appealing(['awaiting-return', 'awaiting-fulfilment']),
    ...ASK_FIRST,
    UNANSWERED,
    expire('proposal', 'awaiting-buyer', ASK_PLATFORM),
    expire('repair', 'awaiting-fulfilment', ASK_PLATFORM),
    expire('confirm', 'awaiting-confirmation', MET),
    ...UNDISPUTED,

    ...rulingsForBuyer('first-ruling'),
    { ...RULE_DELIVERED, when: ['ruling-left', 'goods-not-owed'] },
    RULE_SETTLED,
    RULE_FOR_MERCHANT,
  ],
});
