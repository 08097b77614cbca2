import type { Locale } from '@sidecard/core';
import type { DisplayStatus } from '@sidecard/core/wire';

/** Texts of the agent's window. Sidecard's elements bring their own. */
export interface AgentTexts {
  readonly title: (name: string) => string;
  readonly conversations: string;
  readonly account: string;
  readonly chat: (buyer: string) => string;
  readonly orders: (count: number) => string;
  readonly reply: (buyer: string) => string;
  readonly send: string;
  readonly sending: string;
  readonly failed: string;
  readonly card: string;
  readonly tickets: string;
  readonly open: (what: string, number: string) => string;
  readonly unread: (count: number) => string;
  readonly reconnecting: string;
  readonly chats: string;
  readonly workbench: string;
  readonly afterSales: string;
  readonly listSeparator: string;
  readonly accounts: string;
  readonly accountsNote: string;
  readonly main: string;
  readonly online: string;
  readonly mayHandle: string;
  readonly mayHandleFor: (name: string) => string;
  readonly asks: (time: string) => string;
  readonly asking: (count: number) => string;
  readonly notDone: string;
  readonly close: string;
  readonly status: Readonly<Record<DisplayStatus, string>>;
}

export const AGENT_TEXTS: Readonly<Record<Locale, AgentTexts>> = {
  'zh-CN': {
    title: (name) => `商家客服 ${name}`,
    conversations: '会话',
    account: '当前账号',
    chat: (buyer) => `与${buyer}的聊天`,
    orders: (count) => `已购${count}次`,
    reply: (buyer) => `回复${buyer}…`,
    send: '发送',
    sending: '发送中',
    failed: '发送失败',
    card: '售后工单',
    tickets: '会话中的工单',
    open: (what, number) => `${what}，工单${number}`,
    unread: (count) => `${count}条未读`,
    reconnecting: '连接中断，正在重连…',
    chats: '聊天',
    workbench: '工作台',
    afterSales: '售后',
    listSeparator: '、',
    accounts: '子账号与权限',
    accountsNote: '开通后，子账号已打开的任务面板会自动解锁。',
    main: '主账号',
    online: '在线',
    mayHandle: '处理售后任务',
    mayHandleFor: (name) => `允许${name}处理售后任务`,
    asks: (time) => `${time} 申请权限`,
    asking: (count) => `${count}个申请`,
    notDone: '操作失败，请重试。',
    close: '关闭',
    status: {
      'awaiting-merchant': '待处理',
      'awaiting-receipt': '待确认收货',
      'awaiting-fulfilment': '待发出',
      'awaiting-buyer': '待买家处理',
      'awaiting-return': '待买家寄回',
      'awaiting-confirmation': '待买家确认',
      declined: '已拒绝',
      'platform-intervening': '平台介入中',
      resolved: '已完成',
      closed: '已关闭',
    },
  },
  en: {
    title: (name) => `Shop agent, ${name}`,
    conversations: 'Conversations',
    account: 'Account',
    chat: (buyer) => `Chat with ${buyer}`,
    orders: (count) => (count === 1 ? '1 order' : `${count} orders`),
    reply: (buyer) => `Reply to ${buyer}…`,
    send: 'Send',
    sending: 'Sending',
    failed: 'Not sent',
    card: 'After-sales ticket',
    tickets: 'Tickets in this conversation',
    open: (what, number) => `${what}, ticket ${number}`,
    unread: (count) => `${count} unread`,
    reconnecting: 'Connection lost, reconnecting…',
    chats: 'Chats',
    workbench: 'Workbench',
    afterSales: 'After-sales',
    listSeparator: ', ',
    accounts: 'Accounts & access',
    accountsNote: 'When you grant access, the sub-account’s open task panel unlocks automatically.',
    main: 'Main account',
    online: 'Online',
    mayHandle: 'Handle after-sales tasks',
    mayHandleFor: (name) => `${name} can handle after-sales tasks`,
    asks: (time) => `Requested access at ${time}`,
    asking: (count) => (count === 1 ? '1 request' : `${count} requests`),
    notDone: 'Something went wrong. Try again.',
    close: 'Close',
    status: {
      'awaiting-merchant': 'Needs answer',
      'awaiting-receipt': 'Confirm receipt',
      'awaiting-fulfilment': 'To be sent',
      'awaiting-buyer': 'Waiting for buyer',
      'awaiting-return': 'Waiting for return',
      'awaiting-confirmation': 'Waiting for confirmation',
      declined: 'Declined',
      'platform-intervening': 'Platform intervening',
      resolved: 'Resolved',
      closed: 'Closed',
    },
  },
};
