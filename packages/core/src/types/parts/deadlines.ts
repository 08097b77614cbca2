import { type DeadlineRule, SETTLE } from '../../machine/deadlines.js';
import { DAY_MS } from '../../values/time.js';

/** Common deadlines by key, with default durations. */
export const DEADLINES = {
  answer: { of: 'merchant', lastsMs: 2 * DAY_MS, labels: { 'zh-CN': '答复', en: 'Answer' } },
  proof: { of: 'buyer', lastsMs: 2 * DAY_MS, labels: { 'zh-CN': '补充凭证', en: 'Provide proof' } },
  proposal: { of: 'buyer', lastsMs: 2 * DAY_MS, labels: { 'zh-CN': '答复方案', en: 'Answer the proposal' } },
  payment: { of: 'buyer', lastsMs: 3 * DAY_MS, labels: { 'zh-CN': '付款', en: 'Pay' } },
  return: { of: 'buyer', lastsMs: 7 * DAY_MS, labels: { 'zh-CN': '寄回商品', en: 'Return the goods' } },
  receipt: { of: 'merchant', lastsMs: 10 * DAY_MS, labels: { 'zh-CN': '确认收货', en: 'Confirm receipt' } },
  'ship-back': { of: 'merchant', lastsMs: 3 * DAY_MS, labels: { 'zh-CN': '寄回商品', en: 'Ship the goods back' } },
  fulfil: { of: 'merchant', lastsMs: 2 * DAY_MS, labels: { 'zh-CN': '发出', en: 'Send it' } },
  intercept: { of: 'merchant', lastsMs: 3 * DAY_MS, labels: { 'zh-CN': '拦截包裹', en: 'Intercept the parcel' } },
  'promised-day': {
    of: 'merchant',
    until: 'byDay',
    lastsMs: 9 * DAY_MS,
    labels: { 'zh-CN': '按承诺日期履约', en: 'Keep the promised day' },
  },
  confirm: { of: 'buyer', lastsMs: 10 * DAY_MS, labels: { 'zh-CN': '确认完成', en: 'Confirm completion' } },
  escalate: { of: 'buyer', lastsMs: 7 * DAY_MS, labels: { 'zh-CN': '申请平台介入', en: 'Escalate to the platform' } },
} as const satisfies Record<string, DeadlineRule>;

/** Deadlines for evidence, by side. */
export const EVIDENCE_DEADLINES = { merchant: 'evidence-merchant', buyer: 'evidence-buyer' } as const;

const WITH_STAFF = ['reviewing', 'collecting-evidence'] as const;

/** Deadlines of interventions, for every type. They end with the intervention. */
export const INTERVENTION_DEADLINES: Readonly<Record<string, DeadlineRule>> = {
  'begin-review': {
    of: 'staff',
    lastsMs: DAY_MS,
    whileIntervention: ['requested'],
    labels: { 'zh-CN': '开始核实', en: 'Begin review' },
  },
  rule: {
    of: 'staff',
    lastsMs: 3 * DAY_MS,
    whileIntervention: WITH_STAFF,
    labels: { 'zh-CN': '作出裁定', en: 'Rule' },
  },
  [EVIDENCE_DEADLINES.merchant]: {
    of: 'merchant',
    lastsMs: 2 * DAY_MS,
    whileIntervention: ['collecting-evidence'],
    labels: { 'zh-CN': '商家补充凭证', en: 'Evidence from the shop' },
  },
  [EVIDENCE_DEADLINES.buyer]: {
    of: 'buyer',
    lastsMs: 2 * DAY_MS,
    whileIntervention: ['collecting-evidence'],
    labels: { 'zh-CN': '买家补充凭证', en: 'Evidence from the buyer' },
  },
};

/** The deadline of a payment, for every type: the platform is notified if the host has not made it by then. */
export const SETTLE_DEADLINE: Readonly<Record<string, DeadlineRule>> = {
  [SETTLE]: { of: 'staff', lastsMs: 7 * DAY_MS, labels: { 'zh-CN': '打款', en: 'Make the payment' } },
};
