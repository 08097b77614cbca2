import { HOUR_MS } from '../values/time.js';
import { appealing } from './parts/appeals.js';
import { DEADLINES } from './parts/deadlines.js';
import { defineTicketType } from './parts/define-ticket-type.js';
import { reason, statement } from './parts/fields.js';
import { untilSigned } from './parts/order-conditions.js';
import { BUYER_REASONS, COMMON_REFUSALS, REFUSALS } from './parts/reasons.js';
import {
  AGREE,
  agreeing,
  ASK_PLATFORM,
  DECLINE,
  expire,
  FAIL,
  FULFIL,
  GRANT_REQUEST,
  LAPSE,
  MAY_SAY,
  MET,
  RULE_FOR_BUYER,
  RULE_FOR_MERCHANT,
  RULE_SETTLED_UNPAID,
  UNANSWERED,
} from './parts/transitions.js';

const REDIRECT = { effect: 'redirect-order', to: 'address' } as const;
const CHANGE = {
  ...AGREE,
  effects: [...AGREE.effects, REDIRECT],
  fields: [MAY_SAY],
  ...MET,
  labels: { 'zh-CN': '同意改地址', en: 'Change the address' },
  message: { 'zh-CN': '收货地址已改好。{text}', en: 'The delivery address has been changed. {text}' },
} as const;
const INTERCEPT = {
  ...AGREE,
  fields: [MAY_SAY],
  labels: { 'zh-CN': '同意，拦截包裹', en: 'Agree and intercept the parcel' },
  message: {
    'zh-CN': '包裹已发出，我们正在联系快递改派到新地址。{text}',
    en: 'The parcel is on its way; we are asking the carrier to redirect it. {text}',
  },
} as const;
const REDIRECTED = {
  ...FULFIL,
  ...MET,
  effects: [REDIRECT],
  fields: [MAY_SAY],
  labels: { 'zh-CN': '已改派', en: 'Mark as redirected' },
  message: { 'zh-CN': '包裹已改派到新地址。{text}', en: 'The parcel now goes to the new address. {text}' },
} as const;
const ON_ITS_WAY = ['declined-from-awaiting-fulfilment'] as const;

/** Address change 改地址: the order is sent to another address; a parcel that has left is intercepted. */
export const addressChange = defineTicketType({
  key: 'address-change',
  queue: 'logistics',
  labels: { 'zh-CN': '改地址', en: 'Address change' },
  request: [
    { key: 'address', kind: 'address', labels: { 'zh-CN': '新地址', en: 'New address' } },
    reason,
    { ...statement, max: 200 },
  ],
  refuses: untilSigned,
  reasons: {
    buyer: [
      { key: 'mistyped', labels: { 'zh-CN': '地址填错了', en: 'The address was wrong' } },
      { key: 'moved', labels: { 'zh-CN': '收货人换地方了', en: 'The recipient has moved' } },
      { key: 'not-there', labels: { 'zh-CN': '那时没人收货', en: 'Nobody there to receive it' } },
      BUYER_REASONS.other,
    ],
    merchant: [
      REFUSALS.carrierCannot,
      { key: 'out-of-area', labels: { 'zh-CN': '新地址不在配送范围', en: 'Outside the delivery area' } },
      { key: 'out-for-delivery', labels: { 'zh-CN': '包裹已在派送', en: 'Out for delivery' } },
      ...COMMON_REFUSALS,
    ],
  },
  firstDeadline: 'answer',
  deadlines: {
    answer: { ...DEADLINES.answer, lastsMs: 4 * HOUR_MS, notAfter: 'ship-by' },
    intercept: { ...DEADLINES.intercept, labels: { 'zh-CN': '改派包裹', en: 'Redirect the parcel' } },
    escalate: DEADLINES.escalate,
  },
  agreedPath: [{ when: ['shipped', 'not-on-its-way'], to: 'awaiting-fulfilment', deadline: 'intercept' }, MET],
  transitions: [
    ...agreeing({ ...INTERCEPT, when: ['shipped'] }, CHANGE),
    { ...DECLINE, from: 'awaiting-merchant' },
    FAIL,
    { ...REDIRECTED, from: 'awaiting-fulfilment' },
    { ...REDIRECTED, from: 'declined', when: ON_ITS_WAY },

    ...appealing(['awaiting-fulfilment']),
    UNANSWERED,
    expire('intercept', 'awaiting-fulfilment', ASK_PLATFORM),
    expire('escalate', 'declined', LAPSE),

    { ...RULE_FOR_BUYER, when: ['ruling-left', 'shipped', 'not-on-its-way'] },
    // Nothing is left to do: the order goes to the new address.
    {
      ...RULE_FOR_BUYER,
      when: ['ruling-left'],
      effects: [GRANT_REQUEST, REDIRECT, { effect: 'rule' }],
    },
    RULE_SETTLED_UNPAID,
    RULE_FOR_MERCHANT,
  ],
});
