import { answeredType } from './parts/answered.js';
import { defineTicketType } from './parts/define-ticket-type.js';
import { byDay, carrier, trackingNumber, words } from './parts/fields.js';
import { untilShipped } from './parts/order-conditions.js';
import { BUYER_REASONS, REFUSALS } from './parts/reasons.js';
import { MAY_SAY, MET } from './parts/transitions.js';

/** Shipment urging 催发货: the buyer asks when the order ships. The case ends when it does. */
export const shipmentUrging = defineTicketType(
  answeredType({
    key: 'shipment-urging',
    queue: 'logistics',
    labels: { 'zh-CN': '催发货', en: 'Shipment urging' },
    refuses: untilShipped,
    why: [
      BUYER_REASONS.late,
      { key: 'in-a-hurry', labels: { 'zh-CN': '急用', en: 'Needed urgently' } },
      BUYER_REASONS.other,
    ],
    whyNot: [REFUSALS.outOfStock],
    answer: {
      fields: [{ ...byDay, toDays: 9, labels: { 'zh-CN': '预计发货日期', en: 'Ships by' } }, words],
      labels: { 'zh-CN': '答复发货时间', en: 'Give the ship date' },
      message: { 'zh-CN': '预计 {byDay} 前发货。{text}', en: 'It will ship by {byDay}. {text}' },
    },
    kept: {
      fields: [carrier, trackingNumber, MAY_SAY],
      labels: { 'zh-CN': '已发货', en: 'Mark as shipped' },
      message: {
        'zh-CN': '已发货：{carrier} {trackingNumber}。{text}',
        en: 'It has shipped: {carrier} {trackingNumber}. {text}',
      },
    },
    shownByOrder: true,
    orderPath: [{ when: ['shipped'], ...MET }],
  }),
);
