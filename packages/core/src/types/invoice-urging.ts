import { answeredType } from './parts/answered.js';
import { defineTicketType } from './parts/define-ticket-type.js';
import { byDay, reason, statement, words } from './parts/fields.js';
import { BUYER_REASONS } from './parts/reasons.js';
import { MAY_SAY } from './parts/transitions.js';

/** Invoice urging 催开发票: the buyer waits for an invoice. */
export const invoiceUrging = defineTicketType(
  answeredType({
    key: 'invoice-urging',
    queue: 'other',
    labels: { 'zh-CN': '催开发票', en: 'Invoice urging' },
    request: [
      { key: 'title', kind: 'text', labels: { 'zh-CN': '发票抬头', en: 'Invoice to' }, min: 1, max: 100 },
      reason,
      statement,
    ],
    why: [
      { key: 'not-received', labels: { 'zh-CN': '一直没收到发票', en: 'Invoice not received' } },
      { key: 'wrong-title', labels: { 'zh-CN': '发票信息有误', en: 'Wrong invoice details' } },
      BUYER_REASONS.other,
    ],
    whyNot: [{ key: 'issued', labels: { 'zh-CN': '发票已开具', en: 'Invoice already issued' } }],
    answer: {
      fields: [{ ...byDay, toDays: 9, labels: { 'zh-CN': '开票日期', en: 'Issued by' } }, words],
      labels: { 'zh-CN': '答复开票时间', en: 'Give the invoice date' },
      message: { 'zh-CN': '发票将在 {byDay} 前开具。{text}', en: 'The invoice will be issued by {byDay}. {text}' },
    },
    kept: {
      fields: [MAY_SAY],
      labels: { 'zh-CN': '已开票', en: 'Mark as issued' },
      message: { 'zh-CN': '发票已开具。{text}', en: 'The invoice has been issued. {text}' },
    },
  }),
);
