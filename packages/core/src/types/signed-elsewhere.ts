import { answeredType } from './parts/answered.js';
import { defineTicketType } from './parts/define-ticket-type.js';
import { words } from './parts/fields.js';
import { onceShipped } from './parts/order-conditions.js';
import { BUYER_REASONS, REFUSALS } from './parts/reasons.js';

/** Signed for elsewhere 异地签收: someone else signed for the parcel, or at another place. */
export const signedElsewhere = defineTicketType(
  answeredType({
    key: 'signed-elsewhere',
    queue: 'logistics',
    labels: { 'zh-CN': '异地签收', en: 'Signed for elsewhere' },
    refuses: onceShipped,
    why: [
      { key: 'another-city', labels: { 'zh-CN': '签收地不是收货地', en: 'Signed for in another city' } },
      { key: 'not-by-me', labels: { 'zh-CN': '不是本人签收', en: 'Not signed for by me' } },
      BUYER_REASONS.other,
    ],
    whyNot: [REFUSALS.delivered, REFUSALS.carrierCannot],
    answer: {
      fields: [
        { key: 'place', kind: 'text', labels: { 'zh-CN': '包裹位置', en: 'Parcel location' }, min: 1, max: 100 },
        words,
      ],
      labels: { 'zh-CN': '答复包裹位置', en: 'Give the parcel location' },
      message: { 'zh-CN': '包裹现在在：{place}。{text}', en: 'The parcel is at: {place}. {text}' },
    },
  }),
);
