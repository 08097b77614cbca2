import { EXPIRE } from '../../machine/commands.js';
import type { Transition } from '../../machine/transition.js';
import { INTERVENTION_STATES, OPEN_STATES, type Workflow } from '../../model/states.js';
import {
  carrier,
  commitment,
  compensation,
  fromDeposit,
  pictures,
  reason,
  refundAmount,
  refundOnly,
  returnAddress,
  rulingText,
  trackingNumber,
  words,
} from './fields.js';

/**
 * Parts of transitions that many types share. A type spreads one and adds the rest: `{ ...DECLINE, from: 'awaiting-merchant' }`. Order
 * matters if guards overlap: the first transition that fits is taken.
 */

/** Commands of types about pieces that can be about some of them (R48). */
export const DIVISIBLE = ['agree', 'decline', 'confirm-receipt', 'rule'] as const;

/** In any intervention state, for transitions that grant the request. */
export const ANY = INTERVENTION_STATES;
/** By the merchant, with the permission to handle tasks. */
export const HANDLE = { by: 'merchant', needs: 'task.handle' } as const;
/** An optional message to the buyer. */
export const MAY_SAY = { ...words, optional: true } as const;
/** At least the requested amount. */
export const ASKED_AMOUNT = { ...refundAmount, floor: 'requested' } as const;
/** A refund for goods that go back to an address, or stay with the buyer. */
export const REFUND_FIELDS = [refundAmount, refundOnly, { ...returnAddress, optionalIf: 'refundOnly' }] as const;

/** The ticket is resolved: the request was met. */
export const MET = { to: 'resolved', ending: 'met' } as const;
/** The ticket is closed: nobody continued. */
export const LAPSE = { to: 'closed', ending: 'lapsed' } as const;
/** Escalates to the platform. */
export const ASK_PLATFORM = { to: 'unchanged', intervention: 'requested', deadline: 'begin-review' } as const;

export const AGREE = {
  ...HANDLE,
  command: 'agree',
  event: 'agreed',
  effects: [{ effect: 'agree', on: 'request' }],
  to: 'agreed-path',
  intervention: 'none',
  whileIntervention: ANY,
} as const;
/** The merchant agrees, at once or after having declined. */
export function agreeing(...rows: readonly Omit<Transition, 'from'>[]): readonly Transition[] {
  return [
    ...rows.map((row): Transition => ({ ...row, from: 'awaiting-merchant' })),
    ...rows.map((row): Transition => {
      return { ...row, from: 'declined', when: ['declined-from-awaiting-merchant', ...(row.when ?? [])] };
    }),
  ];
}
export const PROPOSE = {
  ...HANDLE,
  command: 'propose',
  event: 'proposed',
  slot: 'propose',
  effects: [{ effect: 'propose' }],
  to: 'awaiting-buyer',
  deadline: 'proposal',
  whileIntervention: ANY,
  labels: { 'zh-CN': '提出方案', en: 'Propose' },
} as const;
/** Proposes a refund instead of what was requested. */
export const REFUND_INSTEAD = {
  ...PROPOSE,
  labels: { 'zh-CN': '改为退款', en: 'Propose a refund instead' },
} as const;
export const DECLINE = {
  ...HANDLE,
  command: 'decline',
  event: 'declined',
  slot: 'decline',
  blockedBy: ['refusal-barred'],
  effects: [{ effect: 'remember-refused' }],
  to: 'declined',
  deadline: 'escalate',
  fields: [reason, words, pictures],
  labels: { 'zh-CN': '拒绝', en: 'Decline' },
  message: {
    'zh-CN': '很抱歉，暂不能同意您的申请（{reason}）：{text}',
    en: 'We are sorry, we cannot agree ({reason}): {text}',
  },
} as const;
/** The merchant has fulfilled the agreement, or cannot. */
export const FULFIL = {
  ...HANDLE,
  command: 'fulfil',
  choice: 'done',
  event: 'fulfilled',
  whileIntervention: ANY,
  intervention: 'none',
} as const;
/** The merchant extends their own deadline. */
export const EXTEND = {
  ...HANDLE,
  command: 'extend',
  to: 'unchanged',
  event: 'deadline-extended',
  slot: 'extend',
  effects: [{ effect: 'move-deadline', from: 'due', own: 'merchant' }],
  fields: [
    { key: 'hours', kind: 'number', labels: { 'zh-CN': '延长小时数', en: 'Additional hours' }, min: 1, max: 360 },
    words,
  ],
} as const;
export const FAIL = {
  ...HANDLE,
  command: 'fulfil',
  choice: 'failed',
  event: 'fulfilled',
  from: 'awaiting-fulfilment',
  to: 'declined',
  deadline: 'escalate',
  effects: [{ effect: 'remember-refused' }],
  fields: [reason, words],
  labels: { 'zh-CN': '无法办理', en: 'Unable to fulfil' },
  message: {
    'zh-CN': '很抱歉，未能办理（{reason}）：{text}',
    en: 'We are sorry, we could not fulfil this ({reason}): {text}',
  },
} as const;

/** The buyer has returned the goods, which also ends an intervention: nobody loses sight of a parcel. */
export const SEND_BACK = {
  command: 'submit-return',
  by: 'buyer',
  from: 'awaiting-return',
  whileIntervention: ANY,
  intervention: 'none',
  to: 'awaiting-receipt',
  deadline: 'receipt',
  event: 'return-submitted',
  effects: [{ effect: 'ship', what: 'return' }],
  fields: [carrier, trackingNumber],
  labels: { 'zh-CN': '填写退货物流', en: 'Enter return tracking' },
} as const;

export const REJECT = {
  command: 'reject-proposal',
  by: 'buyer',
  from: 'awaiting-buyer',
  whileIntervention: ANY,
  when: ['proposal-made'],
  to: 'declined',
  deadline: 'escalate',
  event: 'proposal-rejected',
  effects: [{ effect: 'drop-proposal' }],
  labels: { 'zh-CN': '不接受', en: 'Reject' },
} as const;
/** The buyer accepts or rejects a proposal. */
export const ANSWERS: readonly Transition[] = [
  {
    command: 'accept-proposal',
    by: 'buyer',
    from: 'awaiting-buyer',
    whileIntervention: ANY,
    when: ['proposal-made'],
    to: 'agreed-path',
    intervention: 'none',
    event: 'proposal-accepted',
    effects: [{ effect: 'agree', on: 'proposal' }],
    labels: { 'zh-CN': '接受方案', en: 'Accept' },
  },
  REJECT,
];
/** The buyer confirms, which also ends an intervention. */
export const CONFIRM = {
  command: 'confirm-fulfilment',
  event: 'fulfilment-confirmed',
  by: 'buyer',
  from: 'awaiting-confirmation',
  whileIntervention: ANY,
  intervention: 'none',
  labels: { 'zh-CN': '确认完成', en: 'Mark as done' },
} as const;

/** Creates the transition of an expired deadline. */
export function expire(choice: string, from: Workflow, then: Pick<Transition, 'to'> & Partial<Transition>): Transition {
  return { command: EXPIRE, choice, by: 'system', from, event: 'deadline-passed', ...then };
}
/** The merchant's silence escalates to the platform (R16). */
export const UNANSWERED = expire('answer', 'awaiting-merchant', ASK_PLATFORM);
/** An undisputed refusal ends the ticket, unless the merchant holds the goods or declined what had been agreed (R17). */
export const UNDISPUTED: readonly Transition[] = [
  expire('escalate', 'declined', { ...LAPSE, when: ['goods-with-buyer', 'nothing-promised'] }),
  expire('escalate', 'declined', ASK_PLATFORM),
];
/** The same for an unanswered proposal. */
export const UNANSWERED_PROPOSAL: readonly Transition[] = [
  expire('proposal', 'awaiting-buyer', { ...LAPSE, when: ['goods-with-buyer', 'nothing-promised'] }),
  expire('proposal', 'awaiting-buyer', ASK_PLATFORM),
];

/** Fields of a ruling besides its terms: reasoning, compensation for a broken promise, and who pays it. */
export const RULING_FIELDS = [compensation, commitment, rulingText, fromDeposit] as const;
/** Grants the request by a ruling. */
export const GRANT_REQUEST = { effect: 'award', on: 'request' } as const;
/** A ruling of the platform (R18). */
export const RULE = {
  command: 'rule',
  event: 'ruled',
  by: 'staff',
  from: OPEN_STATES,
  whileIntervention: ['reviewing', 'collecting-evidence'],
  intervention: 'none',
  slot: 'rule',
} as const;
export const RULE_FOR_BUYER = {
  ...RULE,
  choice: 'for-buyer',
  to: 'agreed-path',
  effects: [GRANT_REQUEST, { effect: 'rule' }],
  fields: RULING_FIELDS,
  labels: { 'zh-CN': '支持买家', en: 'For the buyer' },
} as const;
export const RULE_REFUND = {
  ...RULE,
  ...MET,
  choice: 'refund',
  when: ['ruling-left'],
  effects: [{ effect: 'award', refundOnly: true }, { effect: 'rule' }],
  fields: [refundAmount, ...RULING_FIELDS],
  labels: { 'zh-CN': '退款，不退货', en: 'Refund, no return' },
} as const;
export const RULE_SPLIT = {
  ...RULE_REFUND,
  choice: 'split',
  labels: { 'zh-CN': '双方共同承担', en: 'Shared responsibility' },
} as const;
const RULE_MEDIATED = {
  ...RULE,
  choice: 'mediated',
  to: 'agreed-path',
  labels: { 'zh-CN': '双方和解', en: 'Mediated agreement' },
} as const;
/** A ruling that both sides accepted, after which only an agreed payment, if any, is due. */
export const RULE_SETTLED = {
  ...RULE_MEDIATED,
  ...MET,
  when: ['ruling-left', 'goods-with-buyer'],
  effects: [{ effect: 'award' }, { effect: 'rule' }],
  fields: [{ ...refundAmount, optional: true }, rulingText],
} as const;
/** The same for types without refunds. */
export const RULE_SETTLED_UNPAID = { ...RULE_SETTLED, fields: [rulingText] } as const;
/** A ruling that both sides accepted, for a refund with or without a return. A second ruling leaves nothing open. */
export const MEDIATED: readonly Transition[] = [
  {
    ...RULE_MEDIATED,
    when: ['first-ruling', 'goods-with-buyer', 'address-known'],
    effects: [{ effect: 'award' }, { effect: 'name-return-address' }, { effect: 'rule' }],
    fields: [refundAmount, refundOnly, rulingText],
  },
  {
    ...RULE_MEDIATED,
    when: ['first-ruling', 'goods-with-buyer'],
    effects: [{ effect: 'award' }, { effect: 'rule' }],
    fields: [...REFUND_FIELDS, rulingText],
  },
  {
    ...RULE_MEDIATED,
    ...MET,
    when: ['ruling-left'],
    effects: [{ effect: 'award', refundOnly: true }, { effect: 'rule' }],
    fields: [refundAmount, rulingText],
  },
];
/** A ruling for the buyer that can require a return, to the shop's first return address. */
export const RULE_TO_RETURN = {
  ...RULE_FOR_BUYER,
  effects: [GRANT_REQUEST, { effect: 'name-return-address' }, { effect: 'rule' }],
} as const;
export const RULE_FOR_MERCHANT = {
  ...RULE,
  choice: 'for-merchant',
  when: ['ruling-left'],
  to: 'closed',
  ending: 'ruled-for-merchant',
  effects: [{ effect: 'rule', for: 'merchant' }],
  fields: [rulingText],
  labels: { 'zh-CN': '支持商家', en: 'For the shop' },
} as const;
/** After delivery, the shop has done what was requested. */
export const RULE_DELIVERED: Transition = {
  ...RULE_FOR_MERCHANT,
  ...MET,
  from: 'awaiting-confirmation',
};
