import { isMoney } from '../values/money.js';
import { defineTicketType } from './parts/define-ticket-type.js';
import { reason, words } from './parts/fields.js';
import { SETTLE } from '../machine/deadlines.js';

/** Goodwill 主动补偿: the shop pays the buyer of its own accord, within a cap of its own. Nobody has to agree. */
export const goodwill = defineTicketType({
  key: 'goodwill',
  queue: 'other',
  labels: { 'zh-CN': '主动补偿', en: 'Goodwill payment' },
  openedBy: ['merchant', 'host'],
  resolvedAtOnce: true,
  without: ['appeal'],
  request: [
    { key: 'goodwill', kind: 'money', of: 'goodwill', labels: { 'zh-CN': '补偿金额', en: 'Amount' } },
    reason,
    { ...words, optional: true },
  ],
  opening: ({ goodwill: amount }) => ({
    ...(isMoney(amount) ? { agreed: { goodwill: amount } } : {}),
    message: {
      'zh-CN': '我们为您补偿 {goodwill}（{reason}），打款处理中。{text}',
      en: 'We pay you {goodwill} ({reason}); it is on its way. {text}',
    },
  }),
  reasons: {
    buyer: [
      { key: 'apology', labels: { 'zh-CN': '服务致歉', en: 'Apology' } },
      { key: 'price-difference', labels: { 'zh-CN': '退差价', en: 'Price difference' } },
      { key: 'small-fault', labels: { 'zh-CN': '轻微瑕疵补偿', en: 'Minor fault' } },
      { key: 'delay', labels: { 'zh-CN': '物流延误补偿', en: 'Delay' } },
      { key: 'other', labels: { 'zh-CN': '其他', en: 'Other' } },
    ],
    merchant: [],
  },
  firstDeadline: SETTLE,
  deadlines: {},
  agreedPath: [],
  transitions: [],
});
