import type { FieldProblem, FieldValues, ItemQuantity } from '../fields/field.js';
import { isMoney } from '../money.js';
import { DAY_MS } from '../lifecycle/deadlines.js';
import { INTERVENTION_STATES, OPEN_STATES } from '../lifecycle/states.js';
import type { Order } from '../lifecycle/ticket.js';
import { defineTicketType } from './define-ticket-type.js';
import {
  carrier,
  fromDeposit,
  items,
  reason,
  refundAmount,
  refundOnly,
  returnAddress,
  rulingText,
  trackingNumber,
  words,
} from './fields.js';

const HANDLE = { by: 'merchant', needs: 'task.handle' } as const;
const ANY = INTERVENTION_STATES;
const WITH_STAFF = ['reviewing', 'collecting-evidence'] as const;
const ASKED_AMOUNT = { ...refundAmount, floor: 'requested' } as const;
const MAY_SAY = { ...words, optional: true } as const;

const AGREE = {
  ...HANDLE,
  command: 'agree',
  effects: ['agree'],
  to: 'agreed-path',
  intervention: 'none',
  during: ANY,
} as const;
const AGREE_TO_RETURN = {
  ...AGREE,
  fields: [ASKED_AMOUNT, returnAddress, MAY_SAY],
  labels: { 'zh-CN': '同意退货', en: 'Agree to return' },
  says: {
    'zh-CN': '已同意退货退款 {amount}，请寄回：{returnAddress}。{text}',
    en: 'We agree to refund {amount}. Please send the goods to: {returnAddress}. {text}',
  },
} as const;
const AGREE_TO_REFUND = {
  ...AGREE,
  fields: [ASKED_AMOUNT, MAY_SAY],
  labels: { 'zh-CN': '同意退款', en: 'Agree to refund' },
  says: { 'zh-CN': '已同意退款 {amount}，不用退货。{text}', en: 'We agree to refund {amount}; keep the goods. {text}' },
} as const;
const PROPOSE = {
  ...HANDLE,
  command: 'propose',
  effects: ['propose'],
  to: 'awaiting-buyer',
  deadline: 'proposal',
  during: ANY,
  labels: { 'zh-CN': '提出方案', en: 'Propose' },
} as const;
const DECLINE = {
  ...HANDLE,
  command: 'decline',
  effects: ['remember-refused'],
  to: 'declined',
  deadline: 'escalate',
  fields: [reason, words],
  labels: { 'zh-CN': '拒绝', en: 'Decline' },
  says: {
    'zh-CN': '很抱歉，暂不能同意你的申请（{reason}）：{text}',
    en: 'We are sorry, we cannot agree ({reason}): {text}',
  },
} as const;
const RECEIVE = {
  ...HANDLE,
  command: 'confirm-receipt',
  to: 'resolved',
  ending: 'met',
  settlement: 'pending',
  intervention: 'none',
  labels: { 'zh-CN': '确认收货并退款', en: 'Confirm receipt and refund' },
  fields: [MAY_SAY],
  says: {
    'zh-CN': '已收到退货，退款 {agreed} 处理中。{text}',
    en: 'The return has arrived; your refund of {agreed} is on its way. {text}',
  },
} as const;
const ASK_PLATFORM = { to: 'same', intervention: 'requested', deadline: 'begin-review' } as const;
const LAPSE = { to: 'closed', ending: 'lapsed' } as const;
const RULE = { command: 'rule', by: 'staff', from: OPEN_STATES, during: WITH_STAFF, intervention: 'none' } as const;
const PAY = { to: 'resolved', ending: 'met', settlement: 'pending' } as const;
const RULE_FOR_BUYER = {
  ...RULE,
  choice: 'for-buyer',
  to: 'agreed-path',
  effects: ['grant-request', 'rule'],
  labels: { 'zh-CN': '支持买家', en: 'For the buyer' },
} as const;
const RULE_MEDIATED = {
  ...RULE,
  choice: 'mediated',
  to: 'agreed-path',
  effects: ['grant-mediated', 'rule'],
  labels: { 'zh-CN': '双方和解', en: 'Both agreed' },
} as const;

/** Return & refund 退货退款: the buyer sends the goods back and is paid, or keeps them and is paid. */
export const returnRefund = defineTicketType({
  key: 'return-refund',
  queue: 'returns-and-exchanges',
  labels: { 'zh-CN': '退货退款', en: 'Return & refund' },
  request: [
    items,
    refundOnly,
    reason,
    refundAmount,
    { ...words, labels: { 'zh-CN': '说明', en: 'What happened' }, max: 500, optional: true },
  ],
  checkRequest: notMoreThanPaid,
  reasons: {
    buyer: [
      { key: 'damaged', labels: { 'zh-CN': '商品破损', en: 'Damaged goods' } },
      { key: 'quality', labels: { 'zh-CN': '质量问题', en: 'Quality problem' } },
      { key: 'not-as-described', labels: { 'zh-CN': '与描述不符', en: 'Not as described' } },
      { key: 'wrong-item', labels: { 'zh-CN': '发错货', en: 'Wrong item' } },
      { key: 'service', labels: { 'zh-CN': '产品的服务问题', en: "The product's service" } },
      { key: 'changed-mind', labels: { 'zh-CN': '不想要了', en: 'Changed my mind' } },
    ],
    merchant: [
      { key: 'intact-at-dispatch', labels: { 'zh-CN': '商品发出时完好', en: 'Goods were intact at dispatch' } },
      { key: 'evidence-insufficient', labels: { 'zh-CN': '凭证不足以证明', en: 'The evidence does not show it' } },
      { key: 'return-incomplete', labels: { 'zh-CN': '退回的商品不完整', en: 'The return is incomplete' } },
      { key: 'settled-otherwise', labels: { 'zh-CN': '已与买家另行协商', en: 'Settled with the buyer otherwise' } },
      { key: 'review-follow-up', labels: { 'zh-CN': '差评跟进中', en: 'Following up on a bad review' } },
      { key: 'other', labels: { 'zh-CN': '其他', en: 'Other' } },
    ],
  },
  firstDeadline: 'answer',
  deadlines: {
    answer: { of: 'merchant', lastsMs: 2 * DAY_MS, labels: { 'zh-CN': '答复', en: 'Answer' } },
    proposal: { of: 'buyer', lastsMs: 2 * DAY_MS, labels: { 'zh-CN': '答复方案', en: 'Answer the proposal' } },
    return: { of: 'buyer', lastsMs: 7 * DAY_MS, labels: { 'zh-CN': '寄回商品', en: 'Send the goods back' } },
    receipt: { of: 'merchant', lastsMs: 10 * DAY_MS, labels: { 'zh-CN': '确认收货', en: 'Confirm receipt' } },
    escalate: { of: 'buyer', lastsMs: 7 * DAY_MS, labels: { 'zh-CN': '申请平台介入', en: 'Call in the platform' } },
  },
  guards: {
    'address-known': (_, policy) => policy.returnAddresses.length > 0,
    /** A ruling for the buyer needs no address from staff: nothing is to be sent, or the shop's book says where to. */
    'address-settled': ({ request, goodsWithMerchant }, policy) =>
      request['refundOnly'] === true || goodsWithMerchant || policy.returnAddresses.length > 0,
  },
  agreedPath: [
    { when: ['refund-only'], ...PAY },
    { when: ['goods-with-merchant'], ...PAY },
    { to: 'awaiting-return', deadline: 'return' },
  ],
  moves: [
    { ...AGREE_TO_REFUND, from: 'awaiting-merchant', when: ['refund-only'] },
    { ...AGREE_TO_RETURN, from: 'awaiting-merchant' },
    { ...AGREE_TO_REFUND, from: 'declined', when: ['declined-from-awaiting-merchant', 'refund-only'] },
    { ...AGREE_TO_RETURN, from: 'declined', when: ['declined-from-awaiting-merchant'] },

    {
      ...PROPOSE,
      from: ['awaiting-merchant', 'declined'],
      when: ['goods-with-buyer'],
      fields: [refundAmount, refundOnly, { ...returnAddress, optionalIf: 'refundOnly' }, words],
      says: {
        'zh-CN': '我们的方案：退款 {amount}[refundOnly:，不用退货][!refundOnly:，请寄回：{returnAddress}]。{text}',
        en: 'Our proposal: a refund of {amount}[refundOnly:, and you keep the goods][!refundOnly:, once the goods are back at: {returnAddress}]. {text}',
      },
    },
    {
      ...PROPOSE,
      from: 'declined',
      when: ['goods-with-merchant'],
      fields: [refundAmount, words],
      says: { 'zh-CN': '我们的方案：退款 {amount}。{text}', en: 'Our proposal: a refund of {amount}. {text}' },
    },
    {
      command: 'accept-proposal',
      by: 'buyer',
      from: 'awaiting-buyer',
      during: ANY,
      to: 'agreed-path',
      intervention: 'none',
      effects: ['accept-proposal'],
      labels: { 'zh-CN': '接受方案', en: 'Accept' },
    },
    {
      command: 'reject-proposal',
      by: 'buyer',
      from: 'awaiting-buyer',
      during: ANY,
      to: 'declined',
      deadline: 'escalate',
      effects: ['reject-proposal'],
      labels: { 'zh-CN': '不接受', en: 'Reject' },
    },

    { ...DECLINE, from: 'awaiting-merchant' },
    { ...DECLINE, from: 'awaiting-receipt' },

    {
      command: 'submit-return',
      by: 'buyer',
      from: 'awaiting-return',
      to: 'awaiting-receipt',
      deadline: 'receipt',
      effects: ['send-goods-back'],
      fields: [carrier, trackingNumber],
      labels: { 'zh-CN': '填写退货物流', en: 'I have sent it' },
    },
    { ...RECEIVE, from: 'awaiting-receipt' },
    { ...RECEIVE, from: 'declined', during: ANY, when: ['declined-from-awaiting-receipt'] },

    { command: 'expire', choice: 'answer', by: 'system', from: 'awaiting-merchant', ...ASK_PLATFORM },
    {
      command: 'expire',
      choice: 'proposal',
      by: 'system',
      from: 'awaiting-buyer',
      when: ['goods-with-buyer'],
      ...LAPSE,
    },
    {
      command: 'expire',
      choice: 'proposal',
      by: 'system',
      from: 'awaiting-buyer',
      when: ['goods-with-merchant'],
      ...ASK_PLATFORM,
    },
    { command: 'expire', choice: 'return', by: 'system', from: 'awaiting-return', ...LAPSE },
    { command: 'expire', choice: 'receipt', by: 'system', from: 'awaiting-receipt', ...PAY },
    { command: 'expire', choice: 'escalate', by: 'system', from: 'declined', when: ['goods-with-buyer'], ...LAPSE },
    {
      command: 'expire',
      choice: 'escalate',
      by: 'system',
      from: 'declined',
      when: ['goods-with-merchant'],
      ...ASK_PLATFORM,
    },

    { ...RULE_FOR_BUYER, when: ['ruling-left', 'address-settled'], fields: [rulingText, fromDeposit] },
    { ...RULE_FOR_BUYER, when: ['ruling-left'], fields: [returnAddress, rulingText, fromDeposit] },
    {
      ...RULE,
      ...PAY,
      choice: 'refund',
      when: ['ruling-left'],
      effects: ['grant-refund', 'rule'],
      fields: [refundAmount, rulingText, fromDeposit],
      labels: { 'zh-CN': '退款，不退货', en: 'Refund, no return' },
    },
    { ...RULE_MEDIATED, when: ['ruling-left', 'goods-with-merchant'], fields: [refundAmount, rulingText] },
    { ...RULE_MEDIATED, when: ['ruling-left', 'address-known'], fields: [refundAmount, refundOnly, rulingText] },
    {
      ...RULE_MEDIATED,
      when: ['ruling-left'],
      fields: [refundAmount, refundOnly, { ...returnAddress, optionalIf: 'refundOnly' }, rulingText],
    },
    {
      ...RULE,
      choice: 'for-merchant',
      when: ['ruling-left'],
      to: 'closed',
      ending: 'ruled-for-merchant',
      effects: ['rule-for-merchant'],
      fields: [rulingText],
      labels: { 'zh-CN': '支持商家', en: 'For the shop' },
    },
  ],
});

/** What is asked is at most what was paid for the chosen items; half of a line of two is half of its price, rounded down. */
function notMoreThanPaid(request: FieldValues, order: Order): readonly FieldProblem[] {
  const amount = request['amount'];
  const chosen = request['items'] as readonly ItemQuantity[];
  if (!isMoney(amount)) return [];
  const max = chosen.reduce((sum, { itemId, quantity }) => {
    const item = order.items.find(({ id }) => id === itemId);
    return item ? sum + Math.floor((item.paid.amountMinor * quantity) / item.quantity) : sum;
  }, 0);
  return amount.amountMinor > max
    ? [{ field: 'amount', problem: 'too-high', min: 1, max, currency: amount.currency }]
    : [];
}
