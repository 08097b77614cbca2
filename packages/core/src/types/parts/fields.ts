import type { AddressField } from '../../fields/kinds/address.js';
import type { BooleanField } from '../../fields/kinds/boolean.js';
import type { CarrierField } from '../../fields/kinds/carrier.js';
import type { ChoicesField } from '../../fields/kinds/choices.js';
import type { DateField } from '../../fields/kinds/date.js';
import type { ItemsField } from '../../fields/kinds/items.js';
import type { MoneyField } from '../../fields/kinds/money.js';
import type { PicturesField } from '../../fields/kinds/pictures.js';
import type { ReasonField } from '../../fields/kinds/reason.js';
import type { TextField } from '../../fields/kinds/text.js';
import type { TrackingField } from '../../fields/kinds/tracking.js';
import type { ReceiptField } from '../../fields/kinds/receipt.js';
import { PART } from '../../fields/part.js';
import { RECEIPT } from '../../fields/receipt.js';
import type { ReceivedState } from '../../model/field-values.js';
import type { Labels } from '../../values/labels.js';

export { commitment } from './commitment-field.js';

/** Common fields. A type spreads one to change it: `{ ...words, optional: true }`. */

/** A message of the merchant to the buyer, sent with a command: 2–200 characters. */
export const words: TextField = {
  key: 'text',
  kind: 'text',
  labels: { 'zh-CN': '给买家留言', en: 'Message to the buyer' },
  min: 2,
  max: 200,
  multiline: true,
  readBy: 'buyer',
};
export const reason: ReasonField = { key: 'reason', kind: 'reason', labels: { 'zh-CN': '原因', en: 'Reason' } };
export const refundAmount: MoneyField = {
  key: 'amount',
  kind: 'money',
  labels: { 'zh-CN': '退款金额', en: 'Refund amount' },
};
export const refundOnly: BooleanField = {
  key: 'refundOnly',
  kind: 'boolean',
  labels: { 'zh-CN': '仅退款，无需退货', en: 'Refund only, no return' },
};
export const returnAddress: AddressField = {
  key: 'returnAddress',
  kind: 'address',
  labels: { 'zh-CN': '退货地址', en: 'Return address' },
  book: 'return-addresses',
};
export const carrier: CarrierField = {
  key: 'carrier',
  kind: 'carrier',
  labels: { 'zh-CN': '快递公司', en: 'Carrier' },
};
export const trackingNumber: TrackingField = {
  key: 'trackingNumber',
  kind: 'tracking',
  labels: { 'zh-CN': '运单号', en: 'Tracking number' },
};
export const items: ItemsField = { key: 'items', kind: 'items', labels: { 'zh-CN': '商品', en: 'Items' } };
/** The pieces of the case that a decision is about; the others go on in a case of their own. */
export const part: ItemsField = {
  key: PART,
  kind: 'items',
  of: 'part',
  labels: { 'zh-CN': '本次处理的商品', en: 'Items to decide on' },
  optional: true,
};
/** In which state goods came back; what has no line came as agreed. */
export const receipt: ReceiptField = {
  key: RECEIPT,
  kind: 'receipt',
  labels: { 'zh-CN': '到货情况', en: 'Condition on arrival' },
  max: 200,
  maxPictures: 9,
  options: [
    { key: 'as-agreed', labels: { 'zh-CN': '完好', en: 'as agreed' } },
    { key: 'damaged', labels: { 'zh-CN': '破损', en: 'damaged' } },
    { key: 'used', labels: { 'zh-CN': '有使用痕迹', en: 'used' } },
    { key: 'other-item', labels: { 'zh-CN': '退错商品', en: 'another item' } },
    { key: 'empty', labels: { 'zh-CN': '空包裹', en: 'empty parcel' } },
    { key: 'missing', labels: { 'zh-CN': '少件', en: 'missing' } },
  ] satisfies readonly { readonly key: ReceivedState; readonly labels: Labels }[],
  optional: true,
};

/** The reasoning of a ruling, which both sides read. */
export const rulingText: TextField = {
  key: 'text',
  kind: 'text',
  labels: { 'zh-CN': '裁定说明', en: 'Reasoning' },
  min: 2,
  max: 500,
  multiline: true,
  readBy: 'buyer',
};
export const fromDeposit: BooleanField = {
  key: 'fromDeposit',
  kind: 'boolean',
  labels: { 'zh-CN': '从保证金先行赔付', en: 'Pay from the deposit first' },
  optional: true,
};
/** The sides that the platform requests evidence from. */
export const askedSides: ChoicesField = {
  key: 'from',
  kind: 'choices',
  labels: { 'zh-CN': '补充凭证方', en: 'Request from' },
  options: [
    { key: 'merchant', labels: { 'zh-CN': '商家', en: 'The shop' } },
    { key: 'buyer', labels: { 'zh-CN': '买家', en: 'The buyer' } },
  ],
};
export const evidenceText: TextField = {
  key: 'text',
  kind: 'text',
  labels: { 'zh-CN': '说明', en: 'Statement' },
  min: 2,
  max: 500,
  multiline: true,
  readBy: 'staff',
};

/** The grounds of an appeal, with what is new. */
export const appealText: TextField = {
  ...evidenceText,
  labels: { 'zh-CN': '申诉理由及新凭证', en: 'Grounds and new evidence' },
};

/** The buyer's description, with a request. */
export const statement: TextField = {
  ...words,
  labels: { 'zh-CN': '说明', en: 'What happened' },
  max: 500,
  optional: true,
};
/** What the buyer says to a request for proof. */
export const proofText: TextField = { ...words, labels: { 'zh-CN': '说明', en: 'Statement' }, max: 500 };
/** Pictures with a request, a proof, evidence or a staff message. */
export const pictures: PicturesField = {
  key: 'pictures',
  kind: 'pictures',
  labels: { 'zh-CN': '图片', en: 'Pictures' },
  max: 9,
  optional: true,
};
export const postage: MoneyField = {
  key: 'postage',
  kind: 'money',
  of: 'postage',
  labels: { 'zh-CN': '邮费', en: 'Postage' },
};
/** Compensation awarded by a ruling, for a broken promise. */
export const compensation: MoneyField = {
  key: 'compensation',
  kind: 'money',
  of: 'compensation',
  labels: { 'zh-CN': '赔付金额', en: 'Compensation' },
  optional: true,
};
/** A day within the next month on which something will happen. */
export const byDay: DateField = {
  key: 'byDay',
  kind: 'date',
  labels: { 'zh-CN': '预计日期', en: 'Expected date' },
  fromDays: 0,
  toDays: 30,
};
