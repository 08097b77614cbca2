import type { SentTexts } from './card-texts.js';

/** The card's texts in Chinese. No spaces beside digits: `text-autospace` sets them. */
export const cardZhCN: SentTexts = {
  locale: 'zh-CN',
  viewTask: '查看任务',
  platform: '平台',
  unverified: '来源未核实',
  untitled: '售后工单',
  cardLabel: '{type}，{status}',
  types: {
    'return-refund': '退货退款',
    exchange: '换货',
    'address-change': '改地址',
    resend: '补发',
    'return-address': '提供退货地址',
    repair: '维修',
    'return-postage': '退邮费',
    'delivery-issue': '配送问题',
    'shipment-urging': '催发货',
    'signed-elsewhere': '异地签收',
    'logistics-stalled': '物流停滞',
    'invoice-urging': '催开发票',
    'presale-deposit': '预售退定金',
  },
  statuses: {
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
  pieces: '{count}件',
  dates: {
    month: 'numeric',
    day: '{month}月{day}日',
    dayYear: '{year}年{month}月{day}日',
    moment: '{date} {time}',
    yesterday: '昨天',
  },
  due: {
    by: '{moment}前',
    byToday: '今天 {time}前',
  },
  owner: {
    snapshot: '发送时的内容',
    unverified: '内容未经平台确认',
  },
  line: {
    words: '买家：{text}',
    'awaiting-merchant': '待商家处理',
  },
  plain: {
    unreadable: '这条售后消息无法显示，请到工作台查看。',
    tooNew: '请升级客户端后处理这条售后消息。',
  },
};
