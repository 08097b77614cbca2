import type { CommitmentTexts } from './commitment-texts.js';

/** The words of the service commitments in Chinese. */
export const texts: CommitmentTexts = {
  commitments: {
    owes: ({ amount }) => (amount ? '应赔 {amount}' : '应赔'),
    count: '{count}项',
    inForce: '有效',
    canResend: '可补寄',
    postageByShop: '商家承担邮费',
    postageByBuyer: '买家承担邮费',
    kept: '已履约',
    paid: '已赔付',
    over: '已过期',
    notBegun: '未开始',
    notOffered: '未参加',
    unclear: '无法判断',
    openUntil: '{moment}前有效',
    claimUntil: '{moment}前可维权',
    afterFailedNegotiation: ({ amount }) => (amount ? '协商不成可赔 {amount}' : '协商不成可赔'),
    noFigure: { 'not-configured': '商家未设置金额', other: '金额无法计算' },
    late: {
      paid: '晚{time}',
      shipped: '晚发{time}',
      delivered: '晚到{time}',
      signed: '晚签收{time}',
      confirmed: '晚{time}',
      closed: '晚{time}',
    },
    formula: '{paid} × {percent}%{limits}',
    limits: ({ min, max, count }) => {
      const ends = [min && '最低 {min}', max && '最高 {max}'].filter(Boolean).join('，');
      return Number(count) > 1 ? `（每件${ends}）` : `（${ends}）`;
    },
    begins: {
      'order-paid': '付款后开始',
      shipped: '发货后开始',
      delivered: '送达后开始',
      signed: '签收后开始',
      'order-confirmed': '买家确认收货后开始',
      'order-closed': '订单完结后开始',
    },
  },
};
