import type { FieldValues } from '../model/field-values.js';
import type { Ticket } from '../model/ticket.js';
import { isMoney } from '../values/money.js';
import { HOUR_MS } from '../values/time.js';
import { appealing } from './parts/appeals.js';
import { DEADLINES } from './parts/deadlines.js';
import { defineTicketType } from './parts/define-ticket-type.js';
import {
  byDay,
  carrier,
  items,
  pictures,
  reason,
  refundAmount,
  statement,
  trackingNumber,
  words,
} from './parts/fields.js';
import { onceShipped } from './parts/order-conditions.js';
import { ASK_FIRST } from './parts/proof.js';
import { BUYER_REASONS, COMMON_REFUSALS, REFUSALS } from './parts/reasons.js';
import {
  ANY,
  ASK_PLATFORM,
  CONFIRM,
  DECLINE,
  expire,
  FAIL,
  FULFIL,
  HANDLE,
  MAY_SAY,
  MET,
  RULE_DELIVERED,
  RULE_FOR_BUYER,
  RULE_FOR_MERCHANT,
  RULE_REFUND,
  RULE_SETTLED,
  RULE_SPLIT,
  UNANSWERED,
  UNDISPUTED,
} from './parts/transitions.js';

const CHECKED = { to: 'awaiting-confirmation', deadline: 'confirm' } as const;
const UNDER_WAY = ['awaiting-merchant', 'awaiting-fulfilment', 'declined'] as const;
/** Starts an action at the carrier; its result is reported later. */
const SET_GOING = { ...HANDLE, to: 'awaiting-fulfilment', when: ['nothing-promised'] } as const;
const FROM_START = ['awaiting-merchant', 'declined'] as const;
/** The carrier's answer is awaited. Each action is possible once, or the buyer could wait forever. */
const ASKING = ['carrier-asked'] as const;
const REDELIVER = {
  ...SET_GOING,
  command: 'redeliver',
  // A ruling for the buyer gives the same, so the shop can give it earlier.
  whileIntervention: ANY,
  intervention: 'none',
  deadline: 'redelivery',
  fields: [{ ...byDay, toDays: 2 }, MAY_SAY],
  labels: { 'zh-CN': '重新派送', en: 'Deliver again' },
  message: {
    'zh-CN': '已安排重新派送，预计 {byDay} 送达。{text}',
    en: 'It will be redelivered by {byDay}. {text}',
  },
} as const;
const INTERCEPT = {
  ...SET_GOING,
  command: 'intercept',
  deadline: 'intercept',
  fields: [words],
  labels: { 'zh-CN': '拦截包裹', en: 'Intercept the parcel' },
  message: { 'zh-CN': '正在拦截包裹。{text}', en: 'We are having the parcel intercepted. {text}' },
} as const;
/** Continues in a linked ticket. The shop alone sets its amount, so the buyer confirms whether that settles the issue. */
const HAND_OVER = {
  ...HANDLE,
  ...CHECKED,
  command: 'hand-over',
  from: UNDER_WAY,
  whileIntervention: ANY,
  intervention: 'none',
} as const;

const isDamaged = ({ request }: Ticket): boolean => request['reason'] === BUYER_REASONS.damagedInTransit.key;
const wordsFor = (_: Ticket, { text }: FieldValues): FieldValues => (text === undefined ? {} : { text });

/** Delivery issue 配送问题: the parcel does not move, went elsewhere or is lost. Answered, resolved, or continued as a resend or a refund. */
export const deliveryIssue = defineTicketType({
  key: 'delivery-issue',
  queue: 'logistics',
  labels: { 'zh-CN': '配送问题', en: 'Delivery issue' },
  request: [reason, statement, pictures],
  refuses: onceShipped,
  reasons: {
    buyer: [
      { key: 'not-moving', labels: { 'zh-CN': '物流长时间未更新', en: 'No tracking updates' } },
      { key: 'not-received', labels: { 'zh-CN': '显示签收但没收到', en: 'Marked as delivered, not received' } },
      BUYER_REASONS.lost,
      { key: 'wrong-place', labels: { 'zh-CN': '送错地方', en: 'Delivered to the wrong place' } },
      BUYER_REASONS.damagedInTransit,
      { key: 'carrier-service', labels: { 'zh-CN': '快递服务问题', en: "The carrier's service" } },
    ],
    merchant: [
      { key: 'on-its-way', labels: { 'zh-CN': '包裹正常在途', en: 'The parcel is on its way' } },
      REFUSALS.delivered,
      REFUSALS.carrierCannot,
      REFUSALS.evidence,
      ...COMMON_REFUSALS,
    ],
  },
  firstDeadline: 'answer',
  deadlines: {
    answer: DEADLINES.answer,
    proof: DEADLINES.proof,
    carrier: {
      of: 'merchant',
      lastsMs: 48 * HOUR_MS,
      labels: { 'zh-CN': '答复快递结果', en: 'Report the carrier’s answer' },
    },
    redelivery: {
      of: 'merchant',
      until: byDay.key,
      lastsMs: 72 * HOUR_MS,
      labels: { 'zh-CN': '重新派送', en: 'Deliver again' },
    },
    intercept: DEADLINES.intercept,
    confirm: DEADLINES.confirm,
    escalate: DEADLINES.escalate,
  },
  guards: { 'carrier-asked': ({ deadlines }) => deadlines.some(({ key }) => key === 'carrier') },
  agreedPath: [{ to: 'awaiting-fulfilment', deadline: 'redelivery' }],
  transitions: [
    {
      ...HANDLE,
      ...CHECKED,
      command: 'explain',
      from: UNDER_WAY,
      fields: [carrier, trackingNumber, words],
      labels: { 'zh-CN': '说明物流情况', en: 'Explain with tracking' },
      message: {
        'zh-CN': '{carrier} {trackingNumber}：{text}',
        en: '{carrier} {trackingNumber}: {text}',
      },
    },
    {
      ...SET_GOING,
      command: 'contact-carrier',
      from: FROM_START,
      deadline: 'carrier',
      fields: [carrier, words],
      labels: { 'zh-CN': '联系快递', en: 'Contact the carrier' },
      message: {
        'zh-CN': '正在联系{carrier}核实，有结果马上告诉您。{text}',
        en: 'We are asking {carrier} and will let you know their answer. {text}',
      },
    },
    { ...REDELIVER, from: FROM_START },
    { ...REDELIVER, from: 'awaiting-fulfilment', when: ASKING },
    { ...INTERCEPT, from: FROM_START },
    { ...INTERCEPT, from: 'awaiting-fulfilment', when: ASKING },
    {
      ...FULFIL,
      ...CHECKED,
      from: 'awaiting-fulfilment',
      fields: [words],
      labels: { 'zh-CN': '已办妥', en: 'Mark as done' },
      message: { 'zh-CN': '已办妥：{text}', en: 'Done: {text}' },
    },
    {
      ...HAND_OVER,
      choice: 'resend',
      fields: [items, words],
      spawns: {
        type: 'resend',
        request: (ticket, { items: chosen }) => ({
          items: chosen,
          reason: (isDamaged(ticket) ? BUYER_REASONS.damagedInTransit : BUYER_REASONS.lost).key,
        }),
        command: 'agree',
        fields: wordsFor,
      },
      labels: { 'zh-CN': '转补发', en: 'Resend instead' },
      message: { 'zh-CN': '我们为您补发：{items}。{text}', en: 'We will resend: {items}. {text}' },
    },
    {
      ...HAND_OVER,
      choice: 'refund',
      fields: [items, refundAmount, words],
      spawns: {
        type: 'return-refund',
        request: (ticket, { items: chosen, amount }) => ({
          items: chosen,
          amount,
          refundOnly: true,
          reason: (isDamaged(ticket) ? BUYER_REASONS.damaged : BUYER_REASONS.missing).key,
        }),
        command: 'agree',
        fields: (ticket, fields) => ({
          ...wordsFor(ticket, fields),
          ...(isMoney(fields['amount']) ? { amount: fields['amount'] } : {}),
        }),
      },
      labels: { 'zh-CN': '转退款', en: 'Refund instead' },
      message: { 'zh-CN': '我们为您退款 {amount}。{text}', en: 'We will refund {amount}. {text}' },
    },
    { ...DECLINE, from: 'awaiting-merchant' },
    FAIL,
    { ...CONFIRM, ...MET, labels: { 'zh-CN': '已解决', en: 'Mark as resolved' } },

    ...appealing(['awaiting-fulfilment']),
    ...ASK_FIRST,
    UNANSWERED,
    expire('carrier', 'awaiting-fulfilment', ASK_PLATFORM),
    expire('redelivery', 'awaiting-fulfilment', ASK_PLATFORM),
    expire('intercept', 'awaiting-fulfilment', ASK_PLATFORM),
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
