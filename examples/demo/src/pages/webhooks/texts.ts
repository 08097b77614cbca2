import type { Locale } from '@sidecard/core';
import type { WebhookDeliveryState, WebhookFailure, WebhookStop, WebhookType } from '@sidecard/core/wire';

/** Texts of the page of webhooks. */
export interface WebhookTexts {
  readonly title: string;
  readonly back: string;
  readonly failing: string;
  readonly refresh: string;
  readonly none: string;
  readonly nothingSent: string;
  readonly failed: string;
  readonly sent: string;
  readonly sendAgain: (type: string) => string;
  readonly again: string;
  readonly active: string;
  readonly failures: (count: number) => string;
  readonly columns: Readonly<Record<'event' | 'state' | 'attempts' | 'next' | 'last' | 'action', string>>;
  readonly stopped: Readonly<Record<WebhookStop, string>>;
  readonly states: Readonly<Record<WebhookDeliveryState, string>>;
  readonly types: Readonly<Record<WebhookType, string>>;
  readonly lasts: Readonly<Record<Exclude<WebhookFailure, 'status'>, string>>;
}

export const WEBHOOK_TEXTS: Readonly<Record<Locale, WebhookTexts>> = {
  'zh-CN': {
    title: 'Webhook 推送',
    back: '返回工作台',
    failing: '模拟接收端故障（应答 503）',
    refresh: '刷新',
    none: '您还没有设置推送地址。',
    nothingSent: '暂无推送记录。',
    failed: '加载失败，请稍后重试。',
    sent: '已重新发送。',
    sendAgain: (type) => `重新发送：${type}`,
    again: '重新发送',
    active: '推送中',
    failures: (count) => `连续失败 ${count} 次`,
    columns: { event: '事件', state: '状态', attempts: '次数', next: '下次发送', last: '最近应答', action: '操作' },
    stopped: { gone: '已停用：地址已失效（410）', failing: '已停用：连续失败三天', paused: '已暂停' },
    states: { pending: '待发送', delivered: '已送达', failed: '已放弃', dropped: '无需发送' },
    types: {
      'ticket.created': '工单创建',
      'ticket.status-changed': '状态变更',
      'card.ready': '待发送卡片',
      'reply.ready': '待发送回复',
      'payment.due': '待付款',
    },
    lasts: { timeout: '超时', connection: '无法连接', address: '地址不允许' },
  },
  en: {
    title: 'Webhooks',
    back: 'Back to the workbench',
    failing: 'The receiver is out of order (answers 503)',
    refresh: 'Refresh',
    none: 'You have no address for webhooks.',
    nothingSent: 'Nothing has been sent yet.',
    failed: 'This could not be loaded. Try again later.',
    sent: 'It is being sent again.',
    sendAgain: (type) => `Send again: ${type}`,
    again: 'Send again',
    active: 'Active',
    failures: (count) => `${count} ${count === 1 ? 'failure' : 'failures'} in a row`,
    columns: {
      ...{ event: 'Event', state: 'State', attempts: 'Attempts' },
      ...{ next: 'Next attempt', last: 'Last answer', action: 'Action' },
    },
    stopped: {
      gone: 'Stopped: the address is gone (410)',
      failing: 'Stopped: it has failed for three days',
      paused: 'Paused',
    },
    states: { pending: 'Pending', delivered: 'Delivered', failed: 'Given up', dropped: 'Not needed' },
    types: {
      'ticket.created': 'Ticket created',
      'ticket.status-changed': 'Status changed',
      'card.ready': 'Card to post',
      'reply.ready': 'Reply to post',
      'payment.due': 'Payment due',
    },
    lasts: { timeout: 'Timed out', connection: 'No connection', address: 'Address not allowed' },
  },
};
