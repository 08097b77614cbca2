import type { CardTexts, LiveTexts } from './card-texts.js';
import { cardZhCN } from './card.zh-CN.js';
import { joinTexts } from './merge.js';

/** The live card's texts in Chinese. */
const liveZhCN: LiveTexts = {
  units: { day: '天', hour: '小时', minute: '分钟', minuteAfterHours: '分', gap: '', underMinute: '不足1分钟' },
  due: {
    left: '剩余{time}',
    buyerHas: '买家剩余{time}',
    over: '已超时',
    requested: '已申请平台介入',
    reviewing: '平台核实中',
    done: '{moment}完成',
    closed: '{moment}关闭',
  },
  owner: {
    nobody: '待认领',
    me: '您在处理',
    other: '{name} 在处理',
    denied: '您无处理权限',
    offline: '离线，内容截至{time}',
    wasMe: '由您处理',
    wasOther: '由 {name} 处理',
    wasNobody: '无人处理',
  },
  line: {
    'awaiting-buyer': '待买家确认方案',
    'awaiting-return': '已同意，待买家寄回',
    'awaiting-receipt': '买家已寄回，待您确认收货',
    'awaiting-fulfilment': '已同意，待您发出',
    intercept: '已同意，待拦截包裹',
    'ship-back': '待寄回商品给买家',
    proof: '待买家补充凭证',
    payment: '待买家付款',
    'awaiting-confirmation': '已发出，待买家确认',
    declined: '协商未达成，买家可申请平台介入',
    requested: '已申请平台介入，待小二开始核实',
    reviewing: '平台小二正在核实双方意见，仍可与对方协商',
    evidence: '平台小二要求您补充凭证，提交后继续核实',
    'evidence-of-other': '平台小二要求对方补充凭证，收到后继续核实',
    'refund-pending': '退款 {amount} 处理中，到账后会在此显示',
    'refund-succeeded': '已退款 {amount}',
    'refund-failed': '退款 {amount} 未到账，待平台重新打款',
    'payment-pending': '付款 {amount} 处理中，到账后会在此显示',
    'payment-succeeded': '已付款 {amount}',
    'payment-failed': '付款 {amount} 未到账，待平台重新打款',
    'charge-pending': '待买家支付 {amount}',
    'charge-succeeded': '买家已支付 {amount}',
    'charge-failed': '买家付款 {amount} 失败，买家可重新支付',
    met: '已按买家诉求处理',
    'not-met': '双方协商关闭',
    withdrawn: '买家撤销了申请',
    lapsed: '超时未处理，已关闭',
    'ruled-for-merchant': '平台裁定支持商家',
  },
  plain: {
    notCovered: '买家的{type}工单，可在工作台查看。',
    order: '{type} · 订单 …{order}',
    notFound: '工单不存在，或不属于本店。',
  },
};

/** All of the card's texts in Chinese. */
export const cardTextsZhCN: CardTexts = joinTexts(cardZhCN, liveZhCN);
