import { DAY_MS, type DeadlineRule } from '../lifecycle/deadlines.js';

/** Deadlines that many types share, by key, with the lengths that hold unless a policy says otherwise. */
export const DEADLINES = {
  answer: { of: 'merchant', lastsMs: 2 * DAY_MS, labels: { 'zh-CN': '答复', en: 'Answer' } },
  proposal: { of: 'buyer', lastsMs: 2 * DAY_MS, labels: { 'zh-CN': '答复方案', en: 'Answer the proposal' } },
  return: { of: 'buyer', lastsMs: 7 * DAY_MS, labels: { 'zh-CN': '寄回商品', en: 'Send the goods back' } },
  receipt: { of: 'merchant', lastsMs: 10 * DAY_MS, labels: { 'zh-CN': '确认收货', en: 'Confirm receipt' } },
  fulfil: { of: 'merchant', lastsMs: 2 * DAY_MS, labels: { 'zh-CN': '发出', en: 'Send it' } },
  confirm: { of: 'buyer', lastsMs: 10 * DAY_MS, labels: { 'zh-CN': '确认完成', en: 'Confirm that it is done' } },
  escalate: { of: 'buyer', lastsMs: 7 * DAY_MS, labels: { 'zh-CN': '申请平台介入', en: 'Call in the platform' } },
} as const satisfies Record<string, DeadlineRule>;
