import type { Locale } from '@sidecard/core';
import type { EventKind, StaffMessagePurpose } from '@sidecard/core/wire';

/** Texts of the platform's desk. */
export interface StaffTexts {
  readonly queue: string;
  readonly intervening: string;
  readonly all: string;
  readonly noneIntervening: string;
  readonly none: string;
  readonly choose: string;
  readonly back: string;
  readonly ticket: (number: string) => string;
  readonly bothSides: string;
  readonly buyer: string;
  readonly shop: string;
  readonly platform: string;
  readonly host: string;
  readonly broken: string;
  readonly fromDeposit: string;
  readonly nothingYet: string;
  readonly evidence: string;
  readonly evidenceAsked: string;
  readonly evidenceMissing: string;
  readonly history: string;
  readonly thread: string;
  readonly threadNote: string;
  readonly threadEmpty: string;
  readonly answerShop: string;
  readonly send: string;
  readonly askShop: string;
  readonly askBuyer: string;
  readonly rule: string;
  readonly ruleHow: string;
  readonly ruleNow: string;
  readonly cancel: string;
  readonly otherActs: string;
  readonly waitingForNetwork: string;
  readonly reconnecting: string;
  readonly paid: string;
  readonly purposes: Readonly<Record<StaffMessagePurpose, string>>;
  readonly events: Readonly<Record<EventKind, string>>;
  /** Results from the shop's payment system, by choice; `again` when it retries. */
  readonly payments: Readonly<Record<string, string>>;
  readonly due: { readonly merchant: string; readonly buyer: string; readonly staff: string };
}

export const STAFF_TEXTS: Readonly<Record<Locale, StaffTexts>> = {
  'zh-CN': {
    queue: '平台小二工作台',
    intervening: '介入中',
    all: '全部',
    noneIntervening: '暂无平台介入的工单。买家申请介入或商家超时未答复时，工单会出现在这里。',
    none: '暂无工单。',
    choose: '从列表中选择一个工单。',
    back: '返回列表',
    ticket: (number) => `工单 ${number}`,
    bothSides: '双方意见',
    buyer: '买家',
    shop: '商家',
    platform: '平台',
    host: '商家系统',
    broken: '未兑现的服务承诺',
    fromDeposit: '保证金先行赔付',
    nothingYet: '暂未答复',
    evidence: '凭证：',
    evidenceAsked: '待补充凭证',
    evidenceMissing: '到期未补充凭证',
    history: '进展',
    thread: '商家留言',
    threadNote: '只有商家和平台能看到，买家看不到',
    threadEmpty: '商家暂无留言。',
    answerShop: '回复商家',
    send: '发给商家',
    askShop: '请商家举证',
    askBuyer: '请买家举证',
    rule: '裁定',
    ruleHow: '裁定结果',
    ruleNow: '作出裁定',
    cancel: '取消',
    otherActs: '其他操作',
    waitingForNetwork: '网络恢复后自动发送',
    reconnecting: '连接中断，正在重连…',
    paid: '实付',
    purposes: {
      'progress-update': '处理进展',
      'transaction-update': '交易情况',
      'additional-statement': '补充说明',
    },
    events: {
      'ticket-created': '发起工单',
      split: '拆分处理',
      agreed: '同意',
      proposed: '提出方案',
      'proposal-accepted': '接受方案',
      'proposal-rejected': '不接受方案',
      declined: '拒绝',
      'return-submitted': '已寄回',
      'proof-requested': '请买家补充凭证',
      'proof-submitted': '买家补充了凭证',
      corrected: '更正了信息',
      'receipt-confirmed': '确认收货',
      fulfilled: '已办理',
      'fulfilment-confirmed': '确认完成',
      withdrawn: '撤销',
      escalated: '申请平台介入',
      appealed: '申诉',
      'review-begun': '开始核实',
      'evidence-requested': '请补充凭证',
      'evidence-submitted': '提交凭证',
      'evidence-missing': '到期未补充凭证',
      ruled: '裁定',
      'settlement-recorded': '打款结果',
      'order-fact-recorded': '订单更新',
      'deadline-extended': '延长期限',
      'deadline-changed': '调整期限',
      'deadline-passed': '超时',
      moved: '处理',
      replied: '回复买家',
      claimed: '认领',
      released: '释放',
      transferred: '转交',
      'deadline-noticed': '超时提醒',
      'staff-message-left': '商家留言',
      'merchant-answered': '回复商家',
    },
    payments: { succeeded: '打款成功', failed: '打款失败', again: '重新打款' },
    due: { merchant: '商家', buyer: '买家', staff: '平台' },
  },
  en: {
    queue: 'Platform desk',
    intervening: 'Intervening',
    all: 'All',
    noneIntervening:
      'No escalated tickets. Tickets appear here when a buyer escalates, or when a shop does not answer in time.',
    none: 'No tickets yet.',
    choose: 'Choose a ticket from the list.',
    back: 'Back to the list',
    ticket: (number) => `Ticket ${number}`,
    bothSides: 'Both sides',
    buyer: 'Buyer',
    shop: 'Shop',
    platform: 'Platform',
    host: 'The shop’s backend',
    broken: 'Broken promises',
    fromDeposit: 'deposit pays first',
    nothingYet: 'No answer yet',
    evidence: 'Evidence: ',
    evidenceAsked: 'Waiting for evidence',
    evidenceMissing: 'No evidence came in time',
    history: 'History',
    thread: 'From the shop',
    threadNote: 'Only the shop and the platform read this, not the buyer',
    threadEmpty: 'The shop has not written yet.',
    answerShop: 'Reply to the shop',
    send: 'Send to the shop',
    askShop: 'Request evidence from the shop',
    askBuyer: 'Request evidence from the buyer',
    rule: 'Rule',
    ruleHow: 'Ruling',
    ruleNow: 'Rule',
    cancel: 'Cancel',
    otherActs: 'Other actions',
    waitingForNetwork: 'Sends automatically once you are back online',
    reconnecting: 'Connection lost, reconnecting…',
    paid: 'paid',
    purposes: {
      'progress-update': 'Progress',
      'transaction-update': 'Transaction',
      'additional-statement': 'Statement',
    },
    events: {
      'ticket-created': 'Opened the ticket',
      split: 'Decided on some of the items',
      agreed: 'Agreed',
      proposed: 'Made a proposal',
      'proposal-accepted': 'Accepted the proposal',
      'proposal-rejected': 'Rejected the proposal',
      declined: 'Declined',
      'return-submitted': 'Returned the goods',
      'proof-requested': 'Proof requested',
      'proof-submitted': 'Proof provided',
      corrected: 'Corrected',
      'receipt-confirmed': 'Confirmed receipt',
      fulfilled: 'Marked as done',
      'fulfilment-confirmed': 'Confirmed',
      withdrawn: 'Withdrew',
      escalated: 'Escalated to the platform',
      appealed: 'Appealed',
      'review-begun': 'Began the review',
      'evidence-requested': 'Requested evidence',
      'evidence-submitted': 'Submitted evidence',
      'evidence-missing': 'No evidence in time',
      ruled: 'Ruled',
      'settlement-recorded': 'Payment reported',
      'order-fact-recorded': 'Order updated',
      'deadline-extended': 'Deadline extended',
      'deadline-changed': 'Deadline changed',
      'deadline-passed': 'Time ran out',
      moved: 'Handled',
      replied: 'Replied to the buyer',
      claimed: 'Claimed',
      released: 'Released',
      transferred: 'Handed over',
      'deadline-noticed': 'Overdue',
      'staff-message-left': 'Message from the shop',
      'merchant-answered': 'Replied to the shop',
    },
    payments: { succeeded: 'Paid', failed: 'Payment failed', again: 'Retrying the payment' },
    due: { merchant: 'Shop:', buyer: 'Buyer:', staff: 'Platform:' },
  },
};
