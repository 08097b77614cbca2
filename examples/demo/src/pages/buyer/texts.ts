import type { Locale } from '@sidecard/core';
import type { Ending, Budget, OtherCase, Settlement, TicketLink } from '@sidecard/core/wire';

/** Texts of the buyer's page. */
export interface BuyerTexts {
  readonly title: (buyer: string) => string;
  readonly messages: string;
  readonly me: string;
  readonly reconnecting: string;
  readonly write: string;
  readonly send: string;
  readonly sending: string;
  readonly failed: string;
  readonly openTicket: string;
  readonly whatFor: string;
  readonly covered: string;
  readonly listed: string;
  readonly whichOrder: string;
  readonly order: (titles: string, stage: 'paid' | 'shipped' | 'signed' | 'closed') => string;
  readonly submitRequest: string;
  readonly cancel: string;
  readonly close: string;
  readonly confirm: (act: string) => string;
  readonly waitingForNetwork: string;
  readonly youHave: string;
  readonly shopHas: string;
  readonly noOrders: string;
  readonly platformAsks: string;
  readonly lines: {
    readonly awaitingShop: string;
    readonly proposes: string;
    readonly agreed: string;
    readonly sentBack: string;
    readonly onItsWay: string;
    readonly links: Readonly<Record<TicketLink['relation'], string>>;
    readonly otherCase: string;
    readonly states: Readonly<Record<OtherCase['state'], string>>;
    readonly declined: string;
    readonly hearing: string;
    readonly requested: string;
    readonly ruled: string;
    readonly fromDeposit: string;
    readonly budgets: Readonly<Record<Budget | 'prepaid', string>>;
    readonly charged: (amount: string) => string;
    readonly settlements: Readonly<Record<Exclude<Settlement, 'none'>, (amounts: string) => string>>;
    readonly resolved: string;
    readonly endings: Readonly<Record<Exclude<Ending, 'met'>, string>>;
  };
  readonly withdrawNote: string;
  readonly escalateNote: string;
  readonly evidenceNote: string;
}

export const BUYER_TEXTS: Readonly<Record<Locale, BuyerTexts>> = {
  'zh-CN': {
    title: (buyer) => `买家 ${buyer}`,
    messages: '聊天记录',
    me: '我',
    reconnecting: '连接中断，正在重连…',
    write: '输入消息…',
    send: '发送',
    sending: '发送中',
    failed: '发送失败',
    openTicket: '申请售后',
    whatFor: '售后类型',
    covered: '已支持：商家会收到卡片',
    listed: '暂未支持：没有卡片',
    whichOrder: '订单',
    order: (titles, stage) =>
      `${{ paid: '待发货', shipped: '运输中', signed: '已签收', closed: '已完结' }[stage]} · ${titles}`,
    submitRequest: '提交申请',
    cancel: '取消',
    close: '关闭',
    confirm: (act) => `确定${act}`,
    waitingForNetwork: '网络恢复后自动发送',
    youHave: '您',
    shopHas: '商家',
    noOrders: '没有符合条件的订单。',
    platformAsks: '平台请您补充：',
    lines: {
      awaitingShop: '申请已提交，待商家处理',
      proposes: '商家的方案',
      agreed: '双方约定',
      sentBack: '您已寄出',
      onItsWay: '商家已寄出',
      links: { 'led-to': '转到工单：', 'came-from': '来自工单：' },
      otherCase: '本订单的其他工单：',
      states: { open: '处理中', resolved: '已解决', closed: '已关闭' },
      declined: '商家已拒绝，可申请平台介入',
      hearing: '平台正在核实双方意见',
      requested: '已申请平台介入，待平台核实',
      ruled: '平台裁定',
      fromDeposit: '从商家保证金先行赔付',
      budgets: { refund: '退款', postage: '邮费', compensation: '赔付', goodwill: '补偿', prepaid: '退回预付款' },
      charged: (amount) => `需支付 ${amount}`,
      settlements: {
        pending: (amounts) => `打款中：${amounts}`,
        succeeded: (amounts) => `已到账：${amounts}`,
        failed: (amounts) => `打款失败，商家将重新打款：${amounts}`,
      },
      resolved: '已完成',
      endings: {
        'not-met': '双方协商一致，已关闭',
        withdrawn: '您已撤销',
        lapsed: '超时未处理，已关闭',
        'ruled-for-merchant': '平台支持商家',
      },
    },
    withdrawNote: '撤销后，工单将关闭。',
    escalateNote: '平台小二会听取双方意见后裁定。',
    evidenceNote: '只有平台小二能看到您写的内容，商家看不到。',
  },
  en: {
    title: (buyer) => `Buyer, ${buyer}`,
    messages: 'Messages',
    me: 'Me',
    reconnecting: 'Connection lost, reconnecting…',
    write: 'Write a message…',
    send: 'Send',
    sending: 'Sending',
    failed: 'Not sent',
    openTicket: 'Request after-sales',
    whatFor: 'Request type',
    covered: 'Covered: the shop gets a card',
    listed: 'Listed only: no card',
    whichOrder: 'Order',
    order: (titles, stage) =>
      `${{ paid: 'Not shipped', shipped: 'Shipped', signed: 'Delivered', closed: 'Closed' }[stage]} · ${titles}`,
    submitRequest: 'Submit request',
    cancel: 'Cancel',
    close: 'Close',
    confirm: (act) => `Yes: ${act}`,
    waitingForNetwork: 'Sends automatically once you are back online',
    youHave: 'You:',
    shopHas: 'Shop:',
    noOrders: 'None of your orders is eligible.',
    platformAsks: 'The platform asks you: ',
    lines: {
      awaitingShop: 'The shop has your request and will answer here',
      proposes: 'The shop proposes',
      agreed: 'Agreed',
      sentBack: 'Returned with',
      onItsWay: 'Shipped to you with',
      links: { 'led-to': 'Continues as ', 'came-from': 'Follows from ' },
      otherCase: 'Also for this order: ',
      states: { open: 'in progress', resolved: 'resolved', closed: 'closed' },
      declined: 'No agreement; you can escalate to the platform',
      hearing: 'Platform staff are hearing both sides',
      requested: 'Escalated to the platform; its review will begin',
      ruled: 'The platform ruled',
      fromDeposit: 'paid from the shop’s deposit first',
      budgets: {
        refund: 'refund',
        postage: 'postage',
        compensation: 'compensation',
        goodwill: 'goodwill',
        prepaid: 'advance payment',
      },
      charged: (amount) => `You must pay ${amount}`,
      settlements: {
        pending: (amounts) => `Payment in progress: ${amounts}`,
        succeeded: (amounts) => `Paid: ${amounts}`,
        failed: (amounts) => `The bank rejected the payment; the shop will retry: ${amounts}`,
      },
      resolved: 'Settled',
      endings: {
        withdrawn: 'You withdrew it',
        lapsed: 'Closed: time ran out',
        'not-met': 'Closed by mutual agreement',
        'ruled-for-merchant': 'The platform ruled for the shop',
      },
    },
    withdrawNote: 'This ends the ticket.',
    escalateNote: 'Platform staff hear both sides and rule.',
    evidenceNote: 'Only platform staff read this, not the shop.',
  },
};
