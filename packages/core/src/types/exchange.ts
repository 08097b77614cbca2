import type { MoneyField } from '../fields/kinds/money.js';
import type { TextField } from '../fields/kinds/text.js';
import type { Transition } from '../machine/transition.js';
import { appealing } from './parts/appeals.js';
import { buyerPays, PAY_PATH } from './parts/buyer-payment.js';
import { correctParcel } from './parts/corrections.js';
import { DEADLINES } from './parts/deadlines.js';
import { defineTicketType } from './parts/define-ticket-type.js';
import {
  carrier,
  items,
  pictures,
  reason,
  refundAmount,
  returnAddress,
  rulingText,
  statement,
  trackingNumber,
  words,
} from './parts/fields.js';
import { onceShipped } from './parts/order-conditions.js';
import { ASK_FIRST } from './parts/proof.js';
import { BUYER_REASONS, COMMON_REFUSALS, REFUSALS } from './parts/reasons.js';
import { receive, RETURN_DEADLINES, rulingsForBuyer, TO_RETURN } from './parts/returns.js';
import { OWED_PATH, shipBack, SHIP_BACK_WORDS, TO_SHIP_BACK } from './parts/ship-back.js';
import {
  AGREE,
  agreeing,
  ANSWERS,
  ASK_PLATFORM,
  CONFIRM,
  DECLINE,
  DIVISIBLE,
  expire,
  FAIL,
  FULFIL,
  LAPSE,
  MAY_SAY,
  MEDIATED,
  MET,
  PROPOSE,
  REFUND_FIELDS,
  REFUND_INSTEAD,
  RULE_DELIVERED,
  RULE_FOR_MERCHANT,
  SEND_BACK,
  UNANSWERED,
  UNANSWERED_PROPOSAL,
  UNDISPUTED,
} from './parts/transitions.js';

const AGREE_IN_ADVANCE = {
  ...AGREE,
  fields: [returnAddress, MAY_SAY],
  labels: { 'zh-CN': '同意先行换货', en: 'Agree, replacement first' },
  message: {
    'zh-CN': '已同意换货，我们先把新的寄给您。收到后请把原商品寄到：{returnAddress}。{text}',
    en: 'We agree to the exchange and send the replacement first. Once you have it, please send the goods to: {returnAddress}. {text}',
  },
} as const;
const AGREE_TO_EXCHANGE = {
  ...AGREE,
  fields: [returnAddress, MAY_SAY],
  labels: { 'zh-CN': '同意换货', en: 'Agree to exchange' },
  message: {
    'zh-CN': '已同意换货，请把原商品寄到：{returnAddress}，我们收到后寄出新的。{text}',
    en: 'We agree to the exchange. Please send the goods to: {returnAddress}; the replacement leaves once they are here. {text}',
  },
} as const;
const RECEIVED = {
  labels: { 'zh-CN': '确认收货', en: 'Confirm receipt' },
  message: {
    'zh-CN':
      '[!receipt:已收到您寄回的商品][receipt:寄回的商品已查验：{receipt}][refund:，退款 {agreed} 处理中][proposed:，按店铺退货规则可退 {proposed}，请确认][refused:，不符合换货要求]。{text}',
    en: '[!receipt:Your goods have arrived][receipt:We have checked your goods: {receipt}][refund:; your refund of {agreed} is on its way][proposed:. By our return rules we propose a refund of {proposed}; please answer][refused:. They do not meet the conditions of the exchange]. {text}',
  },
} as const;
const SEND = {
  ...FULFIL,
  effects: [{ effect: 'ship', what: 'replacement' }],
  fields: [carrier, trackingNumber, MAY_SAY],
  labels: { 'zh-CN': '寄出换货', en: 'Send the replacement' },
  message: {
    'zh-CN': '换货已寄出：{carrier} {trackingNumber}。{text}',
    en: 'Your replacement is on its way: {carrier} {trackingNumber}. {text}',
  },
} as const;
const wanted = {
  key: 'wanted',
  kind: 'text',
  labels: { 'zh-CN': '想换成', en: 'Exchange for' },
  min: 1,
  max: 100,
} as const satisfies TextField;
const INSTEAD = { ...wanted, labels: { 'zh-CN': '换成', en: 'Exchange for' } } as const;
/** Another option that costs more: the buyer pays the difference before anything is sent. */
const ANOTHER_FOR_MORE = {
  ...PROPOSE,
  whileIntervention: ['none'],
  choice: 'costs-more',
  fields: [
    {
      key: 'difference',
      kind: 'money',
      of: 'fee',
      labels: { 'zh-CN': '买家补差价', en: 'The buyer pays in addition' },
    },
    INSTEAD,
    words,
  ],
  labels: { 'zh-CN': '换其他款，买家补差价', en: 'Another option, the buyer pays the difference' },
  message: {
    'zh-CN': '可以换成{wanted}，需补差价 {difference}，付款后我们为您换货。{text}',
    en: 'You can have {wanted} for another {difference}. We exchange once it is paid. {text}',
  },
} as const;
/** Another option that costs less: the difference is refunded when the exchange is done. */
const ANOTHER_FOR_LESS = {
  ...ANOTHER_FOR_MORE,
  choice: 'costs-less',
  fields: [
    { key: 'differenceBack', kind: 'money', of: 'refund', labels: { 'zh-CN': '退还差价', en: 'Refund to the buyer' } },
    INSTEAD,
    words,
  ],
  labels: { 'zh-CN': '换其他款，退差价', en: 'Another option, refund the difference' },
  message: {
    'zh-CN': '可以换成{wanted}，换货完成后退还差价 {differenceBack}。{text}',
    en: 'You can have {wanted}. We refund {differenceBack} once the exchange is done. {text}',
  },
} as const;

/** With the goods at the buyer, they go back first; the request to send the replacement first no longer holds. The sides negotiate it among themselves: not while the platform is on it. */
function anotherOption(offer: typeof ANOTHER_FOR_MORE | typeof ANOTHER_FOR_LESS): readonly Transition[] {
  const { fields, message } = offer;
  return [
    {
      ...offer,
      from: ['awaiting-merchant', 'declined'],
      when: ['nothing-sent', 'first-ruling'],
      fields: [returnAddress, ...fields],
      message: {
        'zh-CN': `${message['zh-CN']}原商品请寄到：{returnAddress}。`,
        en: `${message.en} Please send the goods to: {returnAddress}.`,
      },
    },
    {
      ...offer,
      from: ['awaiting-fulfilment', 'declined'],
      when: ['goods-with-merchant', 'nothing-out', 'goods-not-owed', 'first-ruling'],
    },
  ];
}
const FAILED = ['declined-from-awaiting-fulfilment', 'goods-not-owed'] as const;
const TO_SEND = { to: 'awaiting-fulfilment', deadline: 'fulfil' } as const;
/** What the buyer pays who keeps the goods and their replacement: at most what was paid for them. */
const charge: MoneyField = {
  key: 'charge',
  kind: 'money',
  of: 'charge',
  labels: { 'zh-CN': '买家应付金额', en: 'Amount that the buyer pays' },
};
/** The next state once the goods are back. */
const ONCE_BACK = [{ when: ['refund-agreed'], ...MET }, { when: ['advance', 'parcel-out'], ...MET }, TO_SEND] as const;

/** The buyer keeps the goods and their replacement, and pays for the goods. */
const CHARGED = {
  ...RULE_FOR_MERCHANT,
  effects: [{ effect: 'charge' }, ...RULE_FOR_MERCHANT.effects],
  fields: [charge, rulingText],
  labels: { 'zh-CN': '支持商家，买家支付未退商品', en: 'For the shop: the buyer pays for the goods' },
} as const;

/** Exchange 换货: the buyer returns the goods and gets others, or gets the others first. */
export const exchange = defineTicketType({
  key: 'exchange',
  queue: 'returns-and-exchanges',
  labels: { 'zh-CN': '换货', en: 'Exchange' },
  pieces: 'replaced',
  divisible: DIVISIBLE,
  request: [
    items,
    wanted,
    {
      key: 'advance',
      kind: 'boolean',
      labels: { 'zh-CN': '请先寄出新的，收到后再退回', en: 'Please send the replacement first' },
    },
    reason,
    statement,
    pictures,
  ],
  refuses: onceShipped,
  reasons: {
    buyer: [
      { key: 'size', labels: { 'zh-CN': '尺码或规格不合适', en: 'Wrong size or option' } },
      BUYER_REASONS.damaged,
      BUYER_REASONS.quality,
      BUYER_REASONS.wrongItem,
      BUYER_REASONS.notAsDescribed,
      BUYER_REASONS.service,
    ],
    merchant: [REFUSALS.outOfStock, REFUSALS.intact, REFUSALS.evidence, REFUSALS.incomplete, ...COMMON_REFUSALS],
  },
  firstDeadline: 'answer',
  deadlines: {
    ...RETURN_DEADLINES,
    payment: { ...DEADLINES.payment, labels: { 'zh-CN': '补差价', en: 'Pay the difference' } },
    fulfil: DEADLINES.fulfil,
  },
  agreedPath: [
    OWED_PATH,
    PAY_PATH,
    { when: ['refund-agreed', 'refund-only'], ...MET },
    { when: ['refund-agreed', 'goods-with-merchant'], ...MET },
    { when: ['refund-agreed'], ...TO_RETURN },
    // The replacement arrived before the goods were returned.
    { when: ['goods-with-merchant', 'advance', 'parcel-out'], ...MET },
    { when: ['goods-with-merchant'], ...TO_SEND },
    { when: ['advance'], ...TO_SEND },
    TO_RETURN,
  ],
  transitions: [
    ...agreeing({ ...AGREE_IN_ADVANCE, when: ['advance'] }, AGREE_TO_EXCHANGE),

    {
      ...REFUND_INSTEAD,
      from: ['awaiting-merchant', 'awaiting-fulfilment', 'declined'],
      when: ['nothing-sent', 'goods-not-owed'],
      fields: [...REFUND_FIELDS, words],
      message: {
        'zh-CN':
          '无法换货，我们建议退款 {amount}[refundOnly:，无需退货][!refundOnly:，请寄回：{returnAddress}]。{text}',
        en: 'Instead of the exchange we propose a refund of {amount}[refundOnly:, and you keep the goods][!refundOnly:, once the goods are back at: {returnAddress}]. {text}',
      },
    },
    {
      ...REFUND_INSTEAD,
      from: ['awaiting-fulfilment', 'declined'],
      when: ['goods-with-merchant', 'goods-not-owed'],
      fields: [refundAmount, words],
      message: {
        'zh-CN': '无法换货，我们建议退款 {amount}。{text}',
        en: 'Instead of the exchange we propose a refund of {amount}. {text}',
      },
    },
    ...anotherOption(ANOTHER_FOR_MORE),
    ...anotherOption(ANOTHER_FOR_LESS),
    ...ANSWERS,
    // Unpaid, nothing is exchanged.
    ...buyerPays({ ...TO_SHIP_BACK, when: ['goods-with-merchant'], effects: [{ effect: 'owe-goods' }] }, LAPSE),

    { ...DECLINE, from: 'awaiting-merchant' },
    { ...DECLINE, from: 'awaiting-receipt' },
    { ...FAIL, when: ['goods-not-owed'] },

    SEND_BACK,
    // Must precede the transition that ends the ticket if the goods are not sent.
    expire('return', 'awaiting-return', { ...ASK_PLATFORM, when: ['parcel-out'] }),
    ...receive(RECEIVED, ONCE_BACK),

    ...(['awaiting-fulfilment', 'declined'] as const).flatMap((from) => {
      const when = from === 'declined' ? FAILED : ['goods-not-owed'];
      return [
        { ...SEND, from, when: [...when, 'goods-with-merchant'], to: 'awaiting-confirmation', deadline: 'confirm' },
        { ...SEND, from, when, ...TO_RETURN },
      ] as const;
    }),
    {
      ...CHARGED,
      when: ['ruling-left', 'nothing-came', 'replacement-out'],
      effects: [{ effect: 'charge' }, { effect: 'nothing-came' }, ...RULE_FOR_MERCHANT.effects],
    },
    ...shipBack(SHIP_BACK_WORDS),
    { ...CONFIRM, ...MET },
    correctParcel(['awaiting-return', 'awaiting-receipt']),
    // The replacement that should ship first did not.
    {
      command: 'escalate',
      event: 'escalated',
      by: 'buyer',
      from: 'awaiting-return',
      when: ['parcel-out'],
      ...ASK_PLATFORM,
      labels: { 'zh-CN': '申请平台介入', en: 'Escalate to the platform' },
    },

    ...appealing(['awaiting-return', 'awaiting-fulfilment']),
    ...ASK_FIRST,
    UNANSWERED,
    ...UNANSWERED_PROPOSAL,
    expire('fulfil', 'awaiting-fulfilment', ASK_PLATFORM),
    expire('confirm', 'awaiting-confirmation', MET),
    ...UNDISPUTED,

    ...rulingsForBuyer('first-ruling'),
    ...MEDIATED,
    { ...RULE_DELIVERED, when: ['ruling-left', 'goods-not-owed'] },
    { ...CHARGED, from: 'awaiting-return', when: ['ruling-left', 'buyer-has-both'] },
    RULE_FOR_MERCHANT,
  ],
});
