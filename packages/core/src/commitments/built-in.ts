import type { Commitment } from './commitment.js';

/** Default claim period after the finding, in days (R37). */
const CLAIM_DAYS = 15;
/** How long after an order's close a fault can be found, in days (R33, R34). */
const DAYS_AFTER_CLOSE = 15;

const BASE = { needs: ['consumer-protection'] } as const;
const CLAIMED = { claim: { days: CLAIM_DAYS }, needsFailedNegotiation: true } as const;
const yuan = (amount: number) => ({ amountMinor: amount * 100, currency: 'CNY' });

/** R28: the basis of the others. */
const consumerProtection: Commitment = {
  key: 'consumer-protection',
  labels: { 'zh-CN': '用户保障服务', en: 'Consumer protection' },
  trigger: { kind: 'standing' },
  window: { from: 'paid' },
};

/** R29. The shop sets the compensation. */
const quality: Commitment = {
  ...BASE,
  ...CLAIMED,
  key: 'quality',
  labels: { 'zh-CN': '品质承诺', en: 'Quality promise' },
  trigger: { kind: 'fault', faults: ['quality', 'not-as-described'] },
  window: { from: 'signed', until: { moment: 'confirmed' } },
  compensation: { kind: 'unset' },
};

/** R30. */
const shipBy: Commitment = {
  ...BASE,
  key: 'ship-by',
  labels: { 'zh-CN': '晚发必赔', en: 'Ship-by promise' },
  trigger: { kind: 'late', promised: 'shipByMs', done: 'shipped', faults: ['shipped-late'] },
  window: { from: 'paid' },
  compensation: { kind: 'percent', percent: 5, min: yuan(1), max: yuan(30) },
};

/** R31. */
const noFaultReturn: Commitment = {
  ...BASE,
  key: 'no-fault-return',
  labels: { 'zh-CN': '无理由退货', en: 'No-fault return' },
  trigger: { kind: 'asked' },
  window: { from: 'signed', until: { promised: 'returnUntilMs' } },
  needsGoodsAsAgreed: true,
  gives: 'return',
  postageBy: 'merchant',
};

/** R32. */
const damagedInTransit: Commitment = {
  ...BASE,
  key: 'damaged-in-transit',
  labels: { 'zh-CN': '破损补寄', en: 'Damaged in transit' },
  trigger: { kind: 'fault', faults: ['damaged', 'damaged-in-transit'] },
  window: { from: 'signed', until: { promised: 'resendUntilMs' } },
  gives: 'resend',
  postageBy: 'merchant',
};

/** R33. The shop sets the compensation. */
const designatedCarrier: Commitment = {
  ...BASE,
  ...CLAIMED,
  key: 'designated-carrier',
  labels: { 'zh-CN': '指定快递', en: 'Designated carrier' },
  trigger: { kind: 'other-carrier', faults: ['other-carrier'] },
  window: { from: 'closed', until: { days: DAYS_AFTER_CLOSE } },
  compensation: { kind: 'unset' },
  paidFrom: 'deposit-first',
};

/** R34. The shop sets the compensation. */
const deliverBy: Commitment = {
  ...BASE,
  ...CLAIMED,
  key: 'deliver-by',
  labels: { 'zh-CN': '到货承诺', en: 'Deliver-by promise' },
  trigger: { kind: 'late', promised: 'deliverByMs', done: 'delivered', faults: ['delivered-late'] },
  window: { from: 'closed', until: { days: DAYS_AFTER_CLOSE } },
  compensation: { kind: 'unset' },
  paidFrom: 'deposit-first',
};

/** The built-in commitments (R28–R34). A shop's list contains those that it signed, unchanged or modified. */
export const BUILT_IN_COMMITMENTS: readonly Commitment[] = [
  consumerProtection,
  quality,
  shipBy,
  noFaultReturn,
  damagedInTransit,
  designatedCarrier,
  deliverBy,
];
