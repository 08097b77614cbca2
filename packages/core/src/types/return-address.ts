import type { ChoiceField } from '../fields/kinds/choice.js';
import { DEADLINES } from './parts/deadlines.js';
import { defineTicketType } from './parts/define-ticket-type.js';
import { items, reason, returnAddress, statement } from './parts/fields.js';
import { onceShipped } from './parts/order-conditions.js';
import { BUYER_REASONS, COMMON_REFUSALS } from './parts/reasons.js';
import { ruleToReturn } from './parts/returns.js';
import {
  AGREE,
  DECLINE,
  expire,
  LAPSE,
  MAY_SAY,
  MET,
  RULE_FOR_MERCHANT,
  RULE_SETTLED_UNPAID,
  UNANSWERED,
} from './parts/transitions.js';

const postageBy: ChoiceField = {
  key: 'postageBy',
  kind: 'choice',
  labels: { 'zh-CN': '邮费承担', en: 'Postage paid by' },
  options: [
    { key: 'buyer', labels: { 'zh-CN': '买家', en: 'the buyer' } },
    { key: 'merchant', labels: { 'zh-CN': '商家', en: 'the shop' } },
  ],
};
const GIVE = {
  ...AGREE,
  ...MET,
  fields: [returnAddress, postageBy, MAY_SAY],
  labels: { 'zh-CN': '提供退货地址', en: 'Provide the return address' },
  message: {
    'zh-CN': '退货地址：{returnAddress}。邮费由{postageBy}承担。{text}',
    en: 'Please return to: {returnAddress}. Postage is paid by {postageBy}. {text}',
  },
} as const;

/** Provide return address 提供退货地址: the buyer asks for the return address. */
export const returnAddressRequest = defineTicketType({
  key: 'return-address',
  queue: 'returns-and-exchanges',
  labels: { 'zh-CN': '提供退货地址', en: 'Provide return address' },
  request: [items, reason, statement],
  refuses: onceShipped,
  reasons: {
    buyer: [
      BUYER_REASONS.changedMind,
      BUYER_REASONS.quality,
      BUYER_REASONS.damaged,
      BUYER_REASONS.wrongItem,
      BUYER_REASONS.service,
      BUYER_REASONS.other,
    ],
    merchant: [
      { key: 'not-returnable', labels: { 'zh-CN': '商品不支持退货', en: 'Not returnable' } },
      { key: 'too-late', labels: { 'zh-CN': '已过退货期限', en: 'Return period is over' } },
      ...COMMON_REFUSALS,
    ],
  },
  firstDeadline: 'answer',
  deadlines: { answer: DEADLINES.answer, escalate: DEADLINES.escalate },
  agreedPath: [MET],
  transitions: [
    { ...GIVE, from: 'awaiting-merchant' },
    { ...GIVE, from: 'declined' },
    { ...DECLINE, from: 'awaiting-merchant' },

    UNANSWERED,
    expire('escalate', 'declined', LAPSE),

    ...ruleToReturn('first-ruling', 'address-known'),
    RULE_SETTLED_UNPAID,
    RULE_FOR_MERCHANT,
  ],
});
