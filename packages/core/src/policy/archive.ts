import type { Labels } from '../values/labels.js';

/** A kind of fault under which cases are filed. */
export interface Defect {
  /** Stable: entries keep it. */
  readonly key: string;
  readonly labels: Labels;
}

/** How a shop files pictures and cases for the people who make its goods (R40, R41). Members that are missing are those of the default. */
export interface ArchivePolicy {
  /** The defects to choose from, in this order. */
  readonly defects?: readonly Defect[];
  /**
   * The suggested defect by the buyer's reason. A case with one of these reasons is filed when it is opened; all others are filed by hand.
   */
  readonly reasons?: Readonly<Record<string, string>>;
  /** How long entries are kept, in days from the opening of the case. */
  readonly keepDays?: number;
}

/** The archive's default policy. */
export const DEFAULT_ARCHIVE: Required<ArchivePolicy> = {
  defects: [
    { key: 'broken', labels: { 'zh-CN': '破损', en: 'Broken' } },
    { key: 'cracked', labels: { 'zh-CN': '开裂', en: 'Cracked' } },
    { key: 'stained', labels: { 'zh-CN': '污渍或划痕', en: 'Stain or scratch' } },
    { key: 'missing-parts', labels: { 'zh-CN': '少件或缺配件', en: 'Missing parts' } },
    { key: 'wrong-goods', labels: { 'zh-CN': '发错货', en: 'Wrong goods' } },
    { key: 'wrong-option', labels: { 'zh-CN': '尺码或颜色不符', en: 'Wrong size or colour' } },
    { key: 'not-working', labels: { 'zh-CN': '无法正常使用', en: 'Does not work' } },
    { key: 'spoiled', labels: { 'zh-CN': '异味或变质', en: 'Odour or spoiled' } },
    { key: 'packaging', labels: { 'zh-CN': '包装问题', en: 'Packaging' } },
    { key: 'other', labels: { 'zh-CN': '其他质量问题', en: 'Other' } },
  ],
  reasons: {
    damaged: 'broken',
    'damaged-in-transit': 'packaging',
    defect: 'not-working',
    missing: 'missing-parts',
    'not-as-described': 'wrong-option',
    quality: 'other',
    'small-fault': 'other',
    'wrong-item': 'wrong-goods',
  },
  keepDays: 730,
};

/** Returns a shop's policy for its archive. */
export function archivePolicy({ archive }: { readonly archive?: ArchivePolicy }): Required<ArchivePolicy> {
  return { ...DEFAULT_ARCHIVE, ...archive };
}
