import { appealOf, UPHOLD } from './parts/appeals.js';
import { DEADLINES } from './parts/deadlines.js';
import { defineTicketType } from './parts/define-ticket-type.js';
import { items, refundAmount } from './parts/fields.js';
import {
  AGREE,
  ANY,
  HANDLE,
  MAY_SAY,
  MET,
  RULE_FOR_BUYER,
  RULE_FOR_MERCHANT,
  RULING_FIELDS,
  UNANSWERED,
} from './parts/transitions.js';

const TAKE_BACK = {
  command: 'withdraw',
  from: 'awaiting-merchant',
  whileIntervention: ANY,
  to: 'closed',
  intervention: 'none',
  ending: 'withdrawn',
  event: 'withdrawn',
  slot: 'withdraw',
  labels: { 'zh-CN': '撤销申诉', en: 'Withdraw the appeal' },
} as const;

/**
 * Appeal 申诉: a case of its own against the ruling that ended another ticket (R51), which opens it. Its ruling is final. What the other
 * ticket owes remains, and a ruling for the buyer adds to it. The host can open one, too, such as for a ticket of an earlier release.
 */
export const appeal = defineTicketType({
  key: 'appeal',
  queue: 'other',
  labels: { 'zh-CN': '申诉', en: 'Appeal' },
  pieces: 'refunded',
  openedBy: ['host'],
  without: ['appeal', 'withdraw', 'escalate'],
  request: [{ ...items, optional: true }],
  reasons: { buyer: [], merchant: [] },
  firstDeadline: 'answer',
  deadlines: { answer: DEADLINES.answer },
  agreedPath: [MET],
  transitions: [
    ...(['buyer', 'merchant'] as const).map((by) => ({
      ...appealOf(by),
      from: 'awaiting-merchant' as const,
      when: ['not-appealed'],
      intervention: 'requested' as const,
      deadline: 'begin-review',
      effects: [{ effect: 'appeal', evidence: true } as const],
    })),
    {
      ...AGREE,
      from: 'awaiting-merchant',
      when: ['not-appealed-by-merchant'],
      fields: [refundAmount, MAY_SAY],
      labels: { 'zh-CN': '同意退款', en: 'Agree to refund' },
      message: { 'zh-CN': '已同意退款 {amount}。{text}', en: 'We agree to refund {amount}. {text}' },
    },
    { ...TAKE_BACK, by: 'buyer', when: ['not-appealed-by-merchant'] },
    { ...TAKE_BACK, ...HANDLE, when: ['appealed-by-merchant'] },

    UNANSWERED,

    {
      ...RULE_FOR_BUYER,
      effects: [{ effect: 'award' }, { effect: 'rule' }],
      fields: [{ ...refundAmount, optional: true }, ...RULING_FIELDS],
    },
    {
      ...UPHOLD,
      to: 'closed',
      ending: 'not-met',
      effects: [{ effect: 'rule', for: 'merchant' }],
    },
    RULE_FOR_MERCHANT,
  ],
});
