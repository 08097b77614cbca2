import { answeredType } from './parts/answered.js';
import { defineTicketType } from './parts/define-ticket-type.js';
import { carrier, trackingNumber, words } from './parts/fields.js';
import { onceShipped, untilSigned } from './parts/order-conditions.js';
import { BUYER_REASONS, REFUSALS } from './parts/reasons.js';

/** Logistics stalled 物流停滞: the tracking has not changed for a long time. */
export const logisticsStalled = defineTicketType(
  answeredType({
    key: 'logistics-stalled',
    queue: 'logistics',
    labels: { 'zh-CN': '物流停滞', en: 'Logistics stalled' },
    refuses: (order) => onceShipped(order) ?? untilSigned(order),
    why: [
      { key: 'no-news', labels: { 'zh-CN': '物流长时间未更新', en: 'No tracking updates' } },
      { key: 'returned-by-carrier', labels: { 'zh-CN': '包裹被退回', en: 'Returned by the carrier' } },
      BUYER_REASONS.other,
    ],
    whyNot: [REFUSALS.carrierCannot],
    answer: {
      fields: [carrier, trackingNumber, words],
      labels: { 'zh-CN': '说明物流情况', en: 'Explain with tracking' },
      message: { 'zh-CN': '{carrier} {trackingNumber}：{text}', en: '{carrier} {trackingNumber}: {text}' },
    },
  }),
);
