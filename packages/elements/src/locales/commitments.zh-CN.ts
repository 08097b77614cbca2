import type { CommitmentTexts } from './commitment-texts.js';

/** The words of the service commitments in Chinese. */
export const texts: CommitmentTexts = {
  commitments: {
    owes: ({ amount }) => (amount ? '应赔 {amount}' : '应赔'),
    count: '{count}项待关注',
    none: '这个订单目前没有有效的承诺',
    rest: '另有{count}项：已履约、已结束或未生效',
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
    terms: { applies: '适用情形', gives: '买家可享', pays: '赔付标准', claim: '维权条件' },
    triggers: {
      standing: '整个订单',
      asked: '买家申请即可，无需理由',
      fault: '商品出现承诺所列问题',
      'other-carrier': '未使用指定快递',
    },
    tooLate: {
      paid: '超时付款',
      shipped: '超时发货',
      delivered: '超时送达',
      signed: '超时签收',
      confirmed: '超时确认收货',
      closed: '订单超时完结',
    },
    given: { return: '退货', resend: '补寄' },
    share: '每件商品实付金额的 {percent}%{limits}',
    needs: {
      failedNegotiation: '双方协商未果',
      goodsAsAgreed: '商品完好、配件齐全',
      days: '发现问题后{count}天内',
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
