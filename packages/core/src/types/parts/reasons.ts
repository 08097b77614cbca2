import type { Reason } from '../../machine/ticket-type.js';

/** Common reasons of buyers, by key. */
export const BUYER_REASONS = {
  damaged: { key: 'damaged', labels: { 'zh-CN': '商品破损', en: 'Damaged goods' } },
  quality: { key: 'quality', labels: { 'zh-CN': '质量问题', en: 'Quality problem' } },
  notAsDescribed: { key: 'not-as-described', labels: { 'zh-CN': '与描述不符', en: 'Not as described' } },
  wrongItem: { key: 'wrong-item', labels: { 'zh-CN': '发错货', en: 'Wrong item' } },
  missing: { key: 'missing', labels: { 'zh-CN': '少发漏发', en: 'Missing items' } },
  damagedInTransit: { key: 'damaged-in-transit', labels: { 'zh-CN': '运输途中破损', en: 'Damaged in transit' } },
  lost: { key: 'lost', labels: { 'zh-CN': '包裹丢失', en: 'Parcel lost' } },
  service: { key: 'service', labels: { 'zh-CN': '产品服务问题', en: 'Product service' } },
  changedMind: { key: 'changed-mind', labels: { 'zh-CN': '不想要了', en: 'Changed my mind' } },
  shippedLate: { key: 'shipped-late', labels: { 'zh-CN': '未按承诺时间发货', en: 'Shipped late' } },
  deliveredLate: { key: 'delivered-late', labels: { 'zh-CN': '未按承诺时间送达', en: 'Delivered late' } },
  otherCarrier: { key: 'other-carrier', labels: { 'zh-CN': '未使用约定快递', en: 'Another carrier' } },
  late: { key: 'late', labels: { 'zh-CN': '超过承诺时间未发货', en: 'Late shipment' } },
  other: { key: 'other', labels: { 'zh-CN': '其他', en: 'Other' } },
} as const satisfies Record<string, Reason>;

/** Common reasons for a merchant's refusal, by key. */
export const REFUSALS = {
  intact: { key: 'intact-at-dispatch', labels: { 'zh-CN': '商品发出时完好', en: 'Goods were intact at dispatch' } },
  evidence: {
    key: 'evidence-insufficient',
    labels: { 'zh-CN': '凭证不足', en: 'Insufficient evidence' },
  },
  incomplete: { key: 'return-incomplete', labels: { 'zh-CN': '退回的商品不完整', en: 'Incomplete return' } },
  outOfStock: { key: 'out-of-stock', labels: { 'zh-CN': '缺货', en: 'Out of stock' } },
  carrierCannot: { key: 'carrier-cannot', labels: { 'zh-CN': '快递无法办理', en: 'Not possible for the carrier' } },
  delivered: { key: 'delivered', labels: { 'zh-CN': '已妥投', en: 'Already delivered' } },
  settledOtherwise: {
    key: 'settled-otherwise',
    labels: { 'zh-CN': '已与买家另行协商', en: 'Settled separately with the buyer' },
  },
  other: { key: 'other', labels: { 'zh-CN': '其他', en: 'Other' } },
} as const satisfies Record<string, Reason>;

/** Reasons that end the list of most types. */
export const COMMON_REFUSALS = [REFUSALS.settledOtherwise, REFUSALS.other] as const;
