import type { AgreedPath, Transition } from '../../machine/transition.js';
import { correctParcel } from './corrections.js';
import { carrier, rulingText, trackingNumber, words as message } from './fields.js';
import {
  ANY,
  ASK_PLATFORM,
  CONFIRM,
  expire,
  HANDLE,
  MAY_SAY,
  MET,
  RULE_FOR_BUYER,
  RULE_FOR_MERCHANT,
} from './transitions.js';

/**
 * The last part of types in which the merchant can have the buyer's goods: the goods go back as they came. It serves refused parcels,
 * withdrawn requests, rulings for the merchant, and rulings that refund a part.
 */

/** The goods go back to the buyer next. */
export const TO_SHIP_BACK = { to: 'awaiting-fulfilment', deadline: 'ship-back' } as const;
/** The agreed path while goods are owed; first in a type's `agreedPath`. */
export const OWED_PATH: AgreedPath = { when: ['goods-owed'], ...TO_SHIP_BACK };

/** How the ticket ends once the buyer has the goods: the first that fits. */
const ENDS: readonly AgreedPath[] = [
  { when: ['goods-owed-with-refund'], ...MET },
  { when: ['goods-owed-after-withdrawal'], to: 'closed', ending: 'withdrawn' },
  { when: ['goods-owed-after-ruling'], to: 'closed', ending: 'ruled-for-merchant' },
  { when: ['goods-owed'], to: 'closed', ending: 'not-met' },
];

const SHIP = { effect: 'ship', what: 'goods' } as const;

const WITHDRAW = {
  command: 'withdraw',
  by: 'buyer',
  whileIntervention: ANY,
  intervention: 'none',
  event: 'withdrawn',
  slot: 'withdraw',
} as const;

/** @param words - the button, and the message to the buyer */
export function shipBack(words: Required<Pick<Transition, 'labels' | 'message'>>): readonly Transition[] {
  const ship = {
    ...HANDLE,
    ...words,
    command: 'return-goods',
    event: 'fulfilled',
    whileIntervention: ANY,
    intervention: 'none',
    to: 'awaiting-confirmation',
    deadline: 'confirm',
    fields: [carrier, trackingNumber, MAY_SAY],
  } as const;
  return [
    { ...ship, from: 'awaiting-fulfilment', when: ['goods-owed'], effects: [SHIP] },
    // The parcel was refused.
    {
      ...ship,
      from: 'declined',
      when: ['goods-with-merchant', 'nothing-out', 'something-came'],
      effects: [{ effect: 'owe-goods' }, SHIP],
    },
    // A tracking number is no parcel: what never came is not owed, and the platform can be asked.
    {
      ...HANDLE,
      command: 'report-missing',
      from: 'awaiting-fulfilment',
      when: ['goods-owed', 'something-came', 'ruling-left'],
      to: 'declined',
      deadline: 'escalate',
      slot: 'decline',
      effects: [{ effect: 'report-missing' }],
      fields: [message],
      labels: { 'zh-CN': '未收到退货', en: 'Report that nothing arrived' },
      message: { 'zh-CN': '我们没有收到您寄回的商品：{text}', en: 'Your goods have not reached us: {text}' },
    },
    // They came after all.
    { ...ship, from: 'declined', when: ['goods-owed', 'nothing-came'], effects: [SHIP] },
    {
      ...WITHDRAW,
      from: ['awaiting-buyer', 'declined'],
      when: ['nothing-came', 'nothing-out'],
      to: 'closed',
      ending: 'withdrawn',
      effects: [{ effect: 'nothing-came' }],
      labels: { 'zh-CN': '撤销申请', en: 'Withdraw' },
    },
    {
      ...WITHDRAW,
      from: ['awaiting-receipt', 'awaiting-buyer', 'declined'],
      when: ['goods-with-merchant', 'nothing-out'],
      ...TO_SHIP_BACK,
      effects: [{ effect: 'owe-goods', ending: 'withdrawn' }],
      labels: { 'zh-CN': '撤销申请并寄回商品', en: 'Withdraw and get the goods back' },
    },
    ...ENDS.map((end): Transition => ({ ...CONFIRM, ...end, labels: { 'zh-CN': '已收到', en: 'Mark as received' } })),

    correctParcel('awaiting-confirmation'),
    expire('ship-back', 'awaiting-fulfilment', { ...ASK_PLATFORM, when: ['ruling-left'] }),
    // The platform has ruled twice, and the merchant still has the goods: they are paid.
    expire('ship-back', 'awaiting-fulfilment', { ...MET, effects: [{ effect: 'refund-goods' }] }),
    ...ENDS.map((end) => expire('confirm', 'awaiting-confirmation', end)),

    // The goods that were sent back never came.
    {
      ...RULE_FOR_BUYER,
      ...MET,
      from: 'awaiting-confirmation',
      when: ['ruling-left', 'goods-owed'],
      effects: [{ effect: 'refund-goods' }, { effect: 'rule' }],
      fields: [rulingText],
    },
    { ...RULE_FOR_MERCHANT, ...MET, from: 'awaiting-confirmation', when: ['ruling-left', 'goods-owed-with-refund'] },
    {
      ...RULE_FOR_MERCHANT,
      when: ['ruling-left', 'nothing-came'],
      effects: [{ effect: 'nothing-came' }, ...RULE_FOR_MERCHANT.effects],
    },
    {
      ...RULE_FOR_MERCHANT,
      when: ['ruling-left', 'goods-with-merchant', 'nothing-out'],
      ...TO_SHIP_BACK,
      effects: [{ effect: 'owe-goods', ending: 'ruled-for-merchant' }, ...RULE_FOR_MERCHANT.effects],
    },
  ];
}

/** The usual words. */
export const SHIP_BACK_WORDS = {
  labels: { 'zh-CN': '原物寄回买家', en: 'Ship the goods back' },
  message: {
    'zh-CN': '商品已原物寄回：{carrier} {trackingNumber}。{text}',
    en: 'Your goods are on their way back to you: {carrier} {trackingNumber}. {text}',
  },
} as const;
