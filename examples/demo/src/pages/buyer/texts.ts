import type { Ending, Locale } from '@sidecard/core';

/** The words of the buyer's page. */
export interface BuyerTexts {
  readonly title: (buyer: string) => string;
  readonly messages: string;
  readonly me: string;
  readonly reconnecting: string;
  readonly write: string;
  readonly send: string;
  readonly sending: string;
  readonly failed: string;
  readonly openReturn: string;
  readonly whatFor: string;
  readonly whichOrder: string;
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
    readonly proposal: (amount: string, keep: boolean) => string;
    readonly sendTo: string;
    readonly sentWith: (carrier: string, number: string) => string;
    readonly declined: string;
    readonly hearing: string;
    readonly requested: string;
    readonly refundPending: (amount: string) => string;
    readonly refunded: (amount: string) => string;
    readonly settlementFailed: string;
    readonly resolved: string;
    readonly endings: Readonly<Record<Exclude<Ending, 'met'>, string>>;
    readonly ruled: string;
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
    write: '说点什么…',
    send: '发送',
    sending: '发送中',
    failed: '没有发出',
    openReturn: '申请售后',
    whatFor: '售后类型',
    whichOrder: '订单',
    submitRequest: '提交给商家',
    cancel: '取消',
    close: '关闭',
    confirm: (act) => `确定${act}`,
    waitingForNetwork: '等待网络，会自动发送',
    youHave: '你',
    shopHas: '商家',
    noOrders: '在这家店还没有订单。',
    platformAsks: '平台请你补充：',
    lines: {
      awaitingShop: '已告知商家，等商家答复',
      proposal: (amount, keep) => `商家提议退款 ${amount}${keep ? '，不用退货' : ''}`,
      sendTo: '请寄回：',
      sentWith: (carrier, number) => `已寄出：${carrier} ${number}`,
      declined: '没有谈拢，可以申请平台介入',
      hearing: '平台正在核实双方意见',
      requested: '已请平台介入，等平台开始核实',
      refundPending: (amount) => `退款 ${amount} 处理中`,
      refunded: (amount) => `已退款 ${amount}`,
      settlementFailed: '退款没有成功，商家会再试',
      resolved: '已处理完',
      endings: {
        'not-met': '双方已了结',
        withdrawn: '你已撤销',
        lapsed: '超时未处理，已关闭',
        'ruled-for-merchant': '平台支持商家',
      },
      ruled: '平台裁定：',
    },
    withdrawNote: '撤销后，这个工单就结束了。',
    escalateNote: '平台小二会听取双方意见后裁定。',
    evidenceNote: '只有平台小二能看到你写的内容，商家看不到。',
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
    openReturn: 'Open a return',
    whatFor: 'What is it about',
    whichOrder: 'Order',
    submitRequest: 'Send to the shop',
    cancel: 'Cancel',
    close: 'Close',
    confirm: (act) => `Yes: ${act}`,
    waitingForNetwork: 'Waiting for the network; sends by itself',
    youHave: 'You:',
    shopHas: 'Shop:',
    noOrders: 'You have no orders with this shop.',
    platformAsks: 'The platform asks you: ',
    lines: {
      awaitingShop: 'The shop knows; its answer comes here',
      proposal: (amount, keep) => `The shop proposes a refund of ${amount}${keep ? '; you keep the goods' : ''}`,
      sendTo: 'Send it to: ',
      sentWith: (carrier, number) => `Sent with ${carrier}, ${number}`,
      declined: 'No agreement; you can call in the platform',
      hearing: 'Platform staff are hearing both sides',
      requested: 'The platform was called in and will begin its review',
      refundPending: (amount) => `Refund of ${amount} under way`,
      refunded: (amount) => `Refunded ${amount}`,
      settlementFailed: 'The refund did not go through; the shop tries again',
      resolved: 'Settled',
      endings: {
        withdrawn: 'You withdrew it',
        lapsed: 'The time ran out; it is closed',
        'not-met': 'Both sides left it at that',
        'ruled-for-merchant': 'The platform ruled for the shop',
      },
      ruled: 'The platform ruled: ',
    },
    withdrawNote: 'This ends the ticket.',
    escalateNote: 'Platform staff hear both sides and rule.',
    evidenceNote: 'Only platform staff read this, not the shop.',
  },
};
