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

/** How long after the payment a lower price counts. */
const PROTECTED_MS = 15 * DAY_MS;

const lowerPrice: MoneyField = {
  key: 'lowerPrice',
  kind: 'money',
  of: 'fee',
  labels: { 'zh-CN': '现在的单价', en: 'Price of one piece now' },
};
const difference = { ...refundAmount, labels: { 'zh-CN': '差价', en: 'Difference' } };
const PAY_DIFFERENCE = {
  ...rows.AGREE,
  fields: [{ ...difference, floor: 'requested' }, rows.MAY_SAY],
  labels: { 'zh-CN': '同意退差价', en: 'Refund the difference' },
  message: { 'zh-CN': '已同意退还差价 {amount}。{text}', en: 'We agree to refund the difference of {amount}. {text}' },
} as const;

/** Price protection 价保: the buyer is refunded the difference to a price that fell within 15 days of the payment. Once for an order at a time. */
export const priceProtection = defineTicketType({
  key: 'price-protection',
  queue: 'other',
  labels: { 'zh-CN': '价保', en: 'Price protection' },
  request: [items, lowerPrice, difference, reason, statement],
  obstacles: {
    'protection-over': {
      labels: { 'zh-CN': '付款已超过15天，不能申请价保。', en: 'Price protection ends 15 days after the payment.' },
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
      { key: 'price-cut', labels: { 'zh-CN': '商品降价', en: 'The price was cut' } },
      { key: 'coupon', labels: { 'zh-CN': '现在有优惠券', en: 'There is a coupon now' } },
      BUYER_REASONS.other,
    ],
    merchant: [
      { key: 'limited-offer', labels: { 'zh-CN': '限时活动不参加价保', en: 'Limited offers are not covered' } },
      { key: 'other-item', labels: { 'zh-CN': '不是同款商品', en: 'It is another item' } },
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
      labels: { 'zh-CN': '退一部分', en: 'Propose a part' },
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

/** What the chosen pieces cost less now is what can be asked for, without what was refunded for it before. */
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
