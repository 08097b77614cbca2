import { DAY_MS } from '@sidecard/core';
import {
  byDay,
  DEADLINES,
  defineTicketType,
  items,
  type Transition,
  reason,
  REFUSALS,
  rows,
  statement,
  words,
} from '@sidecard/core/authoring';
import { type ChoiceField, isOpen, type TextField } from '@sidecard/core/wire';

const slot: ChoiceField = {
  key: 'slot',
  kind: 'choice',
  labels: { 'zh-CN': '时段', en: 'Time of day' },
  options: [
    { key: 'morning', labels: { 'zh-CN': '上午', en: 'in the morning' } },
    { key: 'afternoon', labels: { 'zh-CN': '下午', en: 'in the afternoon' } },
  ],
};
const day = { ...byDay, key: 'day', fromDays: 1, labels: { 'zh-CN': '上门日期', en: 'Day of the visit' } };
const fitter: TextField = {
  key: 'fitter',
  kind: 'text',
  labels: { 'zh-CN': '安装师傅', en: 'Fitter' },
  min: 1,
  max: 30,
};
const AGREE_ON_VISIT = {
  ...rows.AGREE,
  fields: [day, slot, fitter, rows.MAY_SAY],
  labels: { 'zh-CN': '安排上门', en: 'Arrange the visit' },
  message: {
    'zh-CN': '{fitter}将于 {day} {slot}上门安装。{text}',
    en: '{fitter} comes on {day} {slot}. {text}',
  },
} as const;
const FITTED: Transition = {
  ...rows.FULFIL,
  from: 'awaiting-fulfilment',
  to: 'awaiting-confirmation',
  deadline: 'confirm',
  fields: [rows.MAY_SAY],
  labels: { 'zh-CN': '已安装', en: 'It is installed' },
  message: { 'zh-CN': '已安装完成，请确认。{text}', en: 'It is installed; please confirm. {text}' },
};

/** Installation 上门安装: a fitter comes to the buyer's home on a day that both agree on. */
export const installation = defineTicketType({
  key: 'installation',
  queue: 'other',
  labels: { 'zh-CN': '上门安装', en: 'Installation' },
  request: [
    items,
    { key: 'address', kind: 'address', labels: { 'zh-CN': '安装地址', en: 'Where to' } },
    day,
    slot,
    reason,
    statement,
  ],
  reasons: {
    buyer: [
      { key: 'included', labels: { 'zh-CN': '商品含安装', en: 'It was sold with installation' } },
      { key: 'again', labels: { 'zh-CN': '需要重新安装', en: 'Needs to be reinstalled' } },
    ],
    merchant: [
      { key: 'no-fitter', labels: { 'zh-CN': '当地没有安装师傅', en: 'No fitter is near' } },
      { key: 'nobody-home', labels: { 'zh-CN': '上门时家中无人', en: 'Nobody was at home' } },
      REFUSALS.settledOtherwise,
    ],
  },
  refuses: (_, { related }) =>
    related.some(({ type, workflow }) => type === 'installation' && isOpen(workflow)) ? 'already-requested' : undefined,
  firstDeadline: 'answer',
  deadlines: {
    answer: { ...DEADLINES.answer, lastsMs: DAY_MS },
    proposal: DEADLINES.proposal,
    visit: { of: 'merchant', lastsMs: 31 * DAY_MS, labels: { 'zh-CN': '上门安装', en: 'Visit the buyer' } },
    arrival: { of: 'merchant', lastsMs: DAY_MS / 4, labels: { 'zh-CN': '到达并安装', en: 'Arrive and install' } },
    confirm: DEADLINES.confirm,
    escalate: DEADLINES.escalate,
  },
  guards: { 'not-on-the-way': ({ deadlines }) => deadlines.every(({ key }) => key !== 'arrival') },
  agreedPath: [{ to: 'awaiting-fulfilment', deadline: 'visit' }],
  transitions: [
    { ...AGREE_ON_VISIT, from: 'awaiting-merchant' },
    { ...AGREE_ON_VISIT, from: 'declined', when: ['declined-from-awaiting-merchant'] },
    {
      ...rows.PROPOSE,
      from: ['awaiting-merchant', 'declined'],
      when: ['nothing-promised'],
      fields: [day, slot, words],
      labels: { 'zh-CN': '改约日期', en: 'Propose another day' },
      message: { 'zh-CN': '可以改到 {day} {slot}吗？{text}', en: 'Would {day} {slot} do? {text}' },
    },
    ...rows.ANSWERS,
    { ...rows.DECLINE, from: 'awaiting-merchant' },
    {
      ...rows.HANDLE,
      command: 'set-off',
      from: 'awaiting-fulfilment',
      when: ['not-on-the-way'],
      to: 'unchanged',
      deadline: 'arrival',
      labels: { 'zh-CN': '师傅已出发', en: 'The fitter is on the way' },
      message: { 'zh-CN': '安装师傅已出发。', en: 'The fitter is on the way.' },
    },
    FITTED,
    { ...FITTED, from: 'declined', when: ['declined-from-awaiting-fulfilment'] },
    rows.FAIL,
    { ...rows.CONFIRM, ...rows.MET },

    rows.UNANSWERED,
    rows.expire('proposal', 'awaiting-buyer', rows.LAPSE),
    rows.expire('visit', 'awaiting-fulfilment', rows.ASK_PLATFORM),
    rows.expire('arrival', 'awaiting-fulfilment', rows.ASK_PLATFORM),
    rows.expire('confirm', 'awaiting-confirmation', rows.MET),
    ...rows.UNDISPUTED,

    { ...rows.RULE_FOR_BUYER, when: ['first-ruling'] },
    rows.RULE_REFUND,
    rows.RULE_DELIVERED,
    rows.RULE_FOR_MERCHANT,
  ],
});
