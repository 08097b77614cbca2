import type { ClientRefusal } from '@sidecard/client';
import { formatMoney, label, type Labels, type Locale } from '@sidecard/core';
import type { DisplayStatus, FieldProblem } from '@sidecard/core/wire';
import type { IconName } from './icon.js';

/** Label of a status, with its icon and tone. The tone shows whose turn it is. */
export interface StatusWords {
  readonly text: Labels;
  readonly icon: IconName;
  readonly tone: 'shop' | 'buyer' | 'platform' | 'good' | 'over';
}

/** Status labels for buyers and platform staff. */
export const STATUS_WORDS: Readonly<Record<DisplayStatus, StatusWords>> = {
  'awaiting-merchant': { text: { 'zh-CN': '待商家处理', en: 'Waiting for the shop' }, icon: 'waiting', tone: 'shop' },
  'awaiting-receipt': {
    text: { 'zh-CN': '待商家收货', en: 'Waiting for the shop to check the goods' },
    icon: 'waiting',
    tone: 'shop',
  },
  'awaiting-fulfilment': {
    text: { 'zh-CN': '待商家办理', en: 'Waiting for the shop to complete it' },
    icon: 'waiting',
    tone: 'shop',
  },
  'awaiting-buyer': { text: { 'zh-CN': '待买家处理', en: 'Waiting for the buyer' }, icon: 'move', tone: 'buyer' },
  'awaiting-return': { text: { 'zh-CN': '待买家寄回', en: 'Waiting for the return' }, icon: 'move', tone: 'buyer' },
  'awaiting-confirmation': {
    text: { 'zh-CN': '待买家确认', en: 'Waiting for confirmation' },
    icon: 'move',
    tone: 'buyer',
  },
  declined: { text: { 'zh-CN': '商家已拒绝', en: 'Declined by the shop' }, icon: 'declined', tone: 'over' },
  'platform-intervening': {
    text: { 'zh-CN': '平台介入中', en: 'Platform intervening' },
    icon: 'platform',
    tone: 'platform',
  },
  resolved: { text: { 'zh-CN': '已完成', en: 'Resolved' }, icon: 'resolved', tone: 'good' },
  closed: { text: { 'zh-CN': '已关闭', en: 'Closed' }, icon: 'closed', tone: 'over' },
};

/** Formats a time, with the day if it is not today. */
export function momentText(atMs: number, locale: Locale, nowMs: number): string {
  const time = timeText(atMs, locale);
  return isSameDay(atMs, nowMs) ? time : `${dateText(atMs, locale)} ${time}`;
}

/** Formats a time if it is today, else the day. */
export function shortMoment(atMs: number, locale: Locale, nowMs: number): string {
  return isSameDay(atMs, nowMs) ? timeText(atMs, locale) : dateText(atMs, locale);
}

function isSameDay(oneMs: number, otherMs: number): boolean {
  return new Date(oneMs).toDateString() === new Date(otherMs).toDateString();
}

function timeText(atMs: number, locale: Locale): string {
  return new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(atMs);
}

function dateText(atMs: number, locale: Locale): string {
  return new Intl.DateTimeFormat(locale, { month: 'short', day: 'numeric' }).format(atMs);
}

const UNITS = [
  { seconds: 86_400, 'zh-CN': '天', en: ' d' },
  { seconds: 3_600, 'zh-CN': '小时', en: ' h' },
  { seconds: 60, 'zh-CN': '分', en: ' min' },
  { seconds: 1, 'zh-CN': '秒', en: ' s' },
] as const;

/** Formats a duration, in at most two units. */
export function leftText(ms: number, locale: Locale): string {
  let rest = Math.max(0, Math.ceil(ms / 1000));
  const first = UNITS.findIndex(({ seconds }) => rest >= seconds);
  const parts: string[] = [];
  for (const unit of UNITS.slice(first < 0 ? -1 : first).slice(0, 2)) {
    const count = Math.floor(rest / unit.seconds);
    rest -= count * unit.seconds;
    if (count > 0 || parts.length === 0) parts.push(`${count}${unit[locale]}`);
  }
  return locale === 'zh-CN' ? `剩余${parts.join('')}` : `${parts.join(' ')} left`;
}

/** Describes an invalid field, and how to fix it. */
export function problemText(
  { problem, by, min, max, currency, firstDay, lastDay }: FieldProblem,
  locale: Locale,
): string {
  const amount = (minor: number | undefined): string =>
    formatMoney({ amountMinor: minor ?? 0, currency: currency ?? 'CNY' });
  const range = currency ? [amount(min), amount(max)] : [String(firstDay ?? min ?? ''), String(lastDay ?? max ?? '')];
  const [from = '', to = ''] = range;
  const words: Readonly<Record<FieldProblem['problem'], Labels>> = {
    required: { 'zh-CN': '必填项', en: 'Required' },
    'wrong-kind': { 'zh-CN': '填写有误', en: 'Invalid value' },
    'unknown-field': { 'zh-CN': '填写有误', en: 'Invalid value' },
    'unknown-option': { 'zh-CN': '选择一项', en: 'Choose one' },
    'too-short': { 'zh-CN': `再写${by ?? 1}个字`, en: `${by ?? 1} more ${by === 1 ? 'character' : 'characters'}` },
    'too-long': { 'zh-CN': `超出${by ?? 1}字`, en: `${by ?? 1} ${by === 1 ? 'character' : 'characters'} too many` },
    unreadable: { 'zh-CN': '格式不对', en: 'Invalid format' },
    'too-low': { 'zh-CN': `需在${from}–${to}之间`, en: `Enter ${from} to ${to}` },
    'too-high': { 'zh-CN': `需在${from}–${to}之间`, en: `Enter ${from} to ${to}` },
    'wrong-currency': { 'zh-CN': '币种不对', en: 'Wrong currency' },
  };
  return label(words[problem], locale);
}

/** Explains why a command was refused. */
export function refusalText(error: ClientRefusal, locale: Locale): string {
  const because = 'because' in error && error.because ? OBSTACLES[error.because] : undefined;
  const known = 'becauseLabels' in error ? error.becauseLabels : undefined;
  return label(because ?? known ?? REFUSALS[error.code] ?? FALLBACK, locale);
}

const REFUSALS: Readonly<Partial<Record<ClientRefusal['code'], Labels>>> = {
  'version-conflict': {
    'zh-CN': '刚刚有变化，看一看再决定。',
    en: 'The ticket has just changed. Check it and try again.',
  },
  'move-not-allowed': { 'zh-CN': '当前状态不支持该操作。', en: 'This is no longer possible.' },
  'field-invalid': { 'zh-CN': '有一项需要修改。', en: 'One or more fields are invalid.' },
  'permission-missing': { 'zh-CN': '没有权限。', en: 'You do not have permission.' },
  'not-found': { 'zh-CN': '工单不存在。', en: 'Not found.' },
  'move-pending': { 'zh-CN': '上一步操作仍在处理中。', en: 'Your previous action is still being processed.' },
};
const FALLBACK: Labels = {
  'zh-CN': '没有成功，内容还在，再试一次。',
  en: 'Something went wrong. Your text is kept; try again.',
};
/** More specific explanations, by obstacle. */
const OBSTACLES: Readonly<Record<string, Labels>> = {
  'already-requested': { 'zh-CN': '这笔订单已经申请过了。', en: 'There is already a request for this order.' },
  'already-shipped': { 'zh-CN': '商品已发货，不能再申请。', en: 'The goods have already been shipped.' },
  'already-signed': { 'zh-CN': '商品已签收，不能再申请。', en: 'The goods have already been delivered.' },
  'not-shipped': { 'zh-CN': '商品尚未发货。', en: 'The goods have not been shipped yet.' },
  'nothing-refundable': { 'zh-CN': '这笔订单没有可退的金额了。', en: 'Nothing is left to refund on this order.' },
  'cap-reached': {
    'zh-CN': '这笔订单的邮费或赔付已到上限。',
    en: 'The postage or compensation limit of this order is used up.',
  },
};
