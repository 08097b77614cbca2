import type { Labels } from './labels.js';

/** A carrier, and the names by which people know it. */
export interface Carrier {
  /** Stable. */
  readonly code: string;
  readonly labels: Labels;
  /** Further names, compared like the labels. */
  readonly aliases: readonly string[];
}

const carrier = (code: string, zh: string, en: string, ...aliases: readonly string[]): Carrier => ({
  code,
  labels: { 'zh-CN': zh, en },
  aliases,
});

/** The carriers whose names are compared by code. Open: other names are compared as texts. */
export const CARRIERS: readonly Carrier[] = [
  carrier('sf', '顺丰速运', 'SF Express', '顺丰', '顺丰快递', '顺丰特快', 'shunfeng'),
  carrier('zto', '中通快递', 'ZTO Express', '中通', '中通速递', 'zhongtong'),
  carrier('yto', '圆通速递', 'YTO Express', '圆通', '圆通快递', 'yuantong'),
  carrier('sto', '申通快递', 'STO Express', '申通', '申通快运', 'shentong'),
  carrier('yunda', '韵达速递', 'Yunda Express', '韵达', '韵达快递', 'yd'),
  carrier('jd', '京东物流', 'JD Logistics', '京东', '京东快递', 'jdl', 'jingdong'),
  carrier('ems', '邮政EMS', 'EMS', '中国邮政速递', '邮政速递', '中国邮政EMS', '邮政特快专递', 'China EMS'),
  carrier('china-post', '中国邮政', 'China Post', '邮政', '邮政包裹', '邮政快递包裹', '邮政平邮', 'chinapost'),
  carrier('jt', '极兔速递', 'J&T Express', '极兔', '极兔快递', 'J and T', 'jtexpress'),
  carrier('best', '百世快递', 'Best Express', '百世', '百世汇通', '汇通快递'),
  carrier('deppon', '德邦快递', 'Deppon Express', '德邦', '德邦物流', 'debang', 'dbl'),
  carrier('cainiao', '菜鸟速递', 'Cainiao', '菜鸟', '丹鸟', '菜鸟快递', 'danniao'),
  carrier('dhl', 'DHL', 'DHL', 'DHL Express', '敦豪'),
  carrier('ups', 'UPS', 'UPS', 'United Parcel Service', '联合包裹'),
  carrier('fedex', '联邦快递', 'FedEx', '联邦', 'Federal Express'),
  carrier('tnt', 'TNT', 'TNT', 'TNT Express'),
  carrier('usps', '美国邮政', 'USPS', 'United States Postal Service', 'US Postal Service'),
];

/** Compares names as people type them: ignores width, case, spaces and punctuation. */
const plain = (name: string): string =>
  name
    .normalize('NFKC')
    .replace(/[\s\p{P}\p{S}\p{C}]+/gu, '')
    .toLowerCase();

let codes: ReadonlyMap<string, string> | undefined;

/** Returns the code of a carrier by any of its names or, for an unknown carrier, its name as it is compared. */
export function carrierCode(name: string): string {
  codes ??= new Map(
    CARRIERS.flatMap(({ code, labels, aliases }) =>
      [code, ...Object.values(labels), ...aliases].map((known) => [plain(known), code] as const),
    ),
  );
  const known = plain(name) || name.trim();
  return codes.get(known) ?? known;
}

/** Whether two names mean the same carrier. */
export function isSameCarrier(one: string, other: string): boolean {
  return carrierCode(one) === carrierCode(other);
}
