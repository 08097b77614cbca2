import type { Locale } from '@sidecard/core';
import type { FieldValues } from '@sidecard/core/wire';

/** How far an order has got when a ticket is opened for it. */
export type Stage = 'paid' | 'sent' | 'signed';

/** A ticket of a type as a buyer would open it. */
export interface Case {
  readonly request: FieldValues;
  /** @default 'signed' */
  readonly stage?: Stage;
}

type Words = Readonly<Record<Locale, string>>;

const MUGS: FieldValues = { items: [{ itemId: 'mug', quantity: 2 }] };
const yuan = (amount: number) => ({ amountMinor: amount * 100, currency: 'CNY' });

/** What a buyer asks with each type, and in which words. */
const REQUESTS: Readonly<
  Record<string, Case & { readonly words: Words; readonly own?: Readonly<Record<string, Words>> }>
> = {
  'return-refund': {
    request: { ...MUGS, refundOnly: false, reason: 'damaged', amount: yuan(258) },
    words: { 'zh-CN': '外箱压坏，杯口磕碰，想退货退款', en: 'box crushed, rim chipped, wants to return' },
  },
  exchange: {
    request: { ...MUGS, advance: true, reason: 'size' },
    own: { wanted: { 'zh-CN': '海绿 · 450ml', en: 'Sea green · 450 ml' } },
    words: { 'zh-CN': '杯子比想的小，想换大一号的', en: 'Smaller than we thought; we would like the next size.' },
  },
  'address-change': {
    request: {
      reason: 'moved',
      address: {
        name: 'He Yiqing',
        phone: '13812342716',
        region: 'Zhejiang Hangzhou Binjiang',
        street: '88 Jianghan Road',
      },
    },
    stage: 'sent',
    words: { 'zh-CN': '下周搬家，请改到新地址', en: 'We move next week; please send it to the new place.' },
  },
  resend: {
    request: { items: [{ itemId: 'mug', quantity: 1 }], reason: 'damaged-in-transit' },
    words: { 'zh-CN': '有一只到手就碎了，请补一只', en: 'One arrived broken; please send it again.' },
  },
  'return-address': {
    request: { ...MUGS, reason: 'changed-mind' },
    words: { 'zh-CN': '不想要了，请给退货地址', en: 'We changed our minds. Where do they go?' },
  },
  repair: {
    request: { items: [{ itemId: 'mug', quantity: 1 }], reason: 'defect' },
    words: { 'zh-CN': '杯底的保温片不热了', en: 'The warmer in the base stays cold.' },
  },
  'return-postage': {
    request: { postage: yuan(12), carrier: 'SF', trackingNumber: 'SF1234567890', reason: 'fault-of-the-shop' },
    words: { 'zh-CN': '退货的邮费是我垫付的', en: 'I paid for sending them back.' },
  },
  'delivery-issue': {
    request: { reason: 'not-moving' },
    stage: 'sent',
    words: { 'zh-CN': '物流三天没动了', en: 'It has not moved for three days.' },
  },
  'shipment-urging': {
    request: { reason: 'late' },
    stage: 'paid',
    words: { 'zh-CN': '什么时候发货', en: 'When will it leave?' },
  },
  'signed-elsewhere': {
    request: { reason: 'another-city' },
    words: { 'zh-CN': '显示在苏州签收，我在杭州', en: 'It was signed for in Suzhou; I am in Hangzhou.' },
  },
  'logistics-stalled': {
    request: { reason: 'no-news' },
    stage: 'sent',
    words: { 'zh-CN': '五天没有更新', en: 'Nothing new for five days.' },
  },
  'invoice-urging': {
    request: { reason: 'not-received' },
    own: { title: { 'zh-CN': '杭州雾里文化有限公司', en: 'Wuli Culture Ltd, Hangzhou' } },
    words: { 'zh-CN': '发票还没收到', en: 'The invoice has not come.' },
  },
  'presale-deposit': {
    request: { reason: 'late', amount: yuan(50) },
    stage: 'paid',
    words: { 'zh-CN': '一直没发货，退定金吧', en: 'It has not left; please pay the deposit back.' },
  },
  'refund-before-shipment': {
    request: { ...MUGS, reason: 'ordered-by-mistake', amount: yuan(258) },
    stage: 'paid',
    words: { 'zh-CN': '拍错了，还没发货就退款吧', en: 'Ordered by mistake; it has not left yet.' },
  },
  'commitment-claim': {
    request: { commitment: 'ship-by', reason: 'shipped-late' },
    words: { 'zh-CN': '晚了一天才发货', en: 'It left a day late.' },
  },
};

/** What a buyer asks with a type, in a language; with one that is not known here as with a return. */
export function caseOf(type: string, locale: Locale): Required<Case> {
  const { request, stage = 'signed', words, own = {} } = REQUESTS[type] ?? REQUESTS['return-refund']!;
  const texts = Object.fromEntries(Object.entries(own).map(([key, text]) => [key, text[locale]]));
  return { request: { ...request, ...texts, text: words[locale] }, stage };
}
