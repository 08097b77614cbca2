import { DAY_MS, isMoney, type Order } from '@sidecard/core';
import {
  BUYER_REASONS,
  DEADLINES,
  defineTicketType,
  items,
  reason,
  REFUSALS,
  type RequestContext,
  refundAmount,
  rows,
  rulingText,
  statement,
  words,
} from '@sidecard/core/authoring';
import { type FieldProblem, type FieldValues, type MoneyField, isOpen } from '@sidecard/core/wire';

/** How long after payment a price drop counts. */
const PROTECTED_MS = 15 * DAY_MS;

const lowerPrice: MoneyField = {
  key: 'lowerPrice',
  kind: 'money',
  of: 'fee',
  labels: { 'zh-CN': '现在的单价', en: 'Current unit price' },
};
const difference = { ...refundAmount, labels: { 'zh-CN': '差价', en: 'Difference' } };
const PAY_DIFFERENCE = {
  ...rows.AGREE,
  fields: [{ ...difference, floor: 'requested' }, rows.MAY_SAY],
  labels: { 'zh-CN': '同意退差价', en: 'Refund the difference' },
  message: { 'zh-CN': '已同意退还差价 {amount}。{text}', en: 'We agree to refund the difference of {amount}. {text}' },
} as const;

/** Price protection 价保: refunds the difference when the price drops within 15 days of payment. One open ticket per order. */
export const priceProtection = defineTicketType({
  key: 'price-protection',
  queue: 'other',
  labels: { 'zh-CN': '价保', en: 'Price protection' },
  request: [items, lowerPrice, difference, reason, statement],
  obstacles: {
    'protection-over': {
      labels: { 'zh-CN': '付款已超过15天，不能申请价保。', en: 'Price protection ends 15 days after payment.' },
    },
  },
  refuses: ({ paidAtMs }, { now, related }) => {
    if (now > paidAtMs + PROTECTED_MS) return 'protection-over';
    return related.some((other) => other.type === 'price-protection' && isOpen(other.workflow))
      ? 'already-requested'
      : undefined;
  },
  checkRequest: notMoreThanFell,
  reasons: {
    buyer: [
      { key: 'price-cut', labels: { 'zh-CN': '商品降价', en: 'Price dropped' } },
      { key: 'coupon', labels: { 'zh-CN': '现在有优惠券', en: 'A coupon is now available' } },
      BUYER_REASONS.other,
    ],
    merchant: [
      { key: 'limited-offer', labels: { 'zh-CN': '限时活动不参加价保', en: 'Limited-time offers are not covered' } },
      { key: 'other-item', labels: { 'zh-CN': '不是同款商品', en: 'Not the same item' } },
      REFUSALS.settledOtherwise,
      REFUSALS.other,
    ],
  },
  firstDeadline: 'answer',
  deadlines: { answer: DEADLINES.answer, proposal: DEADLINES.proposal, escalate: DEADLINES.escalate },
  agreedPath: [rows.MET],
  transitions: [
    { ...PAY_DIFFERENCE, from: 'awaiting-merchant' },
    { ...PAY_DIFFERENCE, from: 'declined' },
    {
      ...rows.PROPOSE,
      from: ['awaiting-merchant', 'declined'],
      fields: [difference, words],
      labels: { 'zh-CN': '部分退款', en: 'Offer a partial refund' },
      message: { 'zh-CN': '我们可以退差价 {amount}。{text}', en: 'We can refund {amount} of the difference. {text}' },
    },
    ...rows.ANSWERS,
    { ...rows.DECLINE, from: 'awaiting-merchant' },

    rows.UNANSWERED,
    rows.expire('proposal', 'awaiting-buyer', rows.LAPSE),
    rows.expire('escalate', 'declined', rows.LAPSE),

    { ...rows.RULE_FOR_BUYER, when: ['ruling-left'] },
    { ...rows.RULE_SETTLED, fields: [{ ...difference, optional: true }, rulingText] },
    rows.RULE_FOR_MERCHANT,
  ],
});

/** Limits the request to the price drop of the chosen items, minus what was refunded before. */
function notMoreThanFell(request: FieldValues, order: Order, { related }: RequestContext): readonly FieldProblem[] {
  const { items: chosen, lowerPrice: now, amount } = request;
  if (!Array.isArray(chosen) || !isMoney(now) || !isMoney(amount)) return [];
  const currency = order.items[0].paid.currency;
  const before = related.filter(({ type, ending }) => type === 'price-protection' && ending === 'met');
  const refunded = before.reduce((sum, { agreed }) => sum + (agreed?.refund?.amountMinor ?? 0), 0);
  const all = (chosen as readonly { readonly itemId: string; readonly quantity: number }[]).reduce((sum, piece) => {
    const item = order.items.find(({ id }) => id === piece.itemId);
    const paid = item ? Math.floor(item.paid.amountMinor / item.quantity) : 0;
    return sum + Math.max(0, paid - now.amountMinor) * piece.quantity;
  }, 0);
  const fell = Math.max(0, all - refunded);
  if (all === 0) return [{ field: 'lowerPrice', problem: 'too-high', max: 0, currency }];
  return amount.amountMinor > fell ? [{ field: 'amount', problem: 'too-high', max: fell, currency }] : [];
}
