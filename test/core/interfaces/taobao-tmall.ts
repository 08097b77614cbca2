import { at, ended, fact, type InterfaceTable, paid, platform, row, shop, without } from './table.ts';

const RETURN = 'return-refund';

/** 淘宝 and 天猫: refunds, and Tmall’s exchanges. */
export const taobaoTmall: InterfaceTable = {
  name: 'Taobao and Tmall 淘宝、天猫',
  lists: [
    {
      kind: 'state',
      name: 'Refund.status',
      source: 'taobao.refund.status.get (查询退款状态); taobao.refunds.receive.get (查询卖家收到的退款列表)',
      rows: [
        row('WAIT_SELLER_AGREE', 'The shop has to answer', at(RETURN, 'awaiting-merchant')),
        row('WAIT_BUYER_RETURN_GOODS', 'The buyer has to send the goods', at(RETURN, 'awaiting-return')),
        row('WAIT_SELLER_CONFIRM_GOODS', 'The shop has to receive them', at(RETURN, 'awaiting-receipt')),
        row('SELLER_REFUSE_BUYER', 'The shop refused', at(RETURN, 'declined')),
        row('CLOSED', 'Closed without a refund', at(RETURN, 'closed')),
        row('SUCCESS', 'Refunded', paid(RETURN, 'succeeded')),
        row(
          'WAIT_BUYER_CONFIRM_EXCHANGE_SELLER_SEND_GOODS',
          'The buyer has to receive the replacement',
          at('exchange', 'awaiting-confirmation'),
        ),
        row('EXCHANGE_TRANSFORM_TO_REFUND', 'The exchange became a refund', paid('exchange', 'pending')),
        row('WAIT_SELLER_CONSIGN_GOODS', 'The shop has to send the replacement', at('exchange', 'awaiting-fulfilment')),
      ],
    },
    {
      kind: 'state',
      name: 'Refund.cs_status',
      source: 'taobao.refund.get (获取单笔退款详情)',
      rows: [
        row('1', 'Customer service is not needed', at(RETURN, 'declined', { intervention: 'none' })),
        row('2', 'Customer service is needed', platform(RETURN, 'requested')),
        row('3', 'Customer service has begun', platform(RETURN, 'reviewing')),
        row('4', 'The first review is done', platform(RETURN, 'reviewing')),
        row('5', 'The second review did not confirm it', platform(RETURN, 'reviewing')),
        row('6', 'Customer service is done', at(RETURN, 'resolved'), at(RETURN, 'closed')),
        row('7', 'The dispute was taken back', ended(RETURN, 'withdrawn')),
        row('8', 'For the buyer', paid(RETURN, 'pending')),
        row('9', 'For the shop', ended(RETURN, 'ruled-for-merchant')),
        row('10', 'Evidence is awaited', platform(RETURN, 'collecting-evidence')),
        row('11', 'An appeal is possible', shop(RETURN, 'appeal')),
      ],
    },
    {
      kind: 'state',
      name: 'Refund.advance_status',
      source: 'taobao.refund.get (获取单笔退款详情)',
      rows: [
        row('0', 'No advance was asked for', at(RETURN, 'awaiting-receipt', { settlement: 'none' })),
        row('1', 'An advance was asked for', paid(RETURN, 'pending')),
        row('2', 'The buyer has the money in advance', paid(RETURN, 'succeeded')),
        row(
          '3',
          'The shop refuses the goods',
          at(RETURN, 'declined', {
            declinedFrom: 'awaiting-receipt',
            goodsWithMerchant: true,
          }),
        ),
        row('4', 'The advance is closed', paid(RETURN, 'failed')),
        without(
          '5',
          'The shop has paid the advance back',
          'What shop and platform owe each other is between them: a ticket knows what the buyer gets.',
        ),
      ],
    },
    {
      kind: 'state',
      name: 'Exchange.status',
      source: 'tmall.exchange.receive.get (卖家查询换货列表)',
      rows: [
        row('1', 'The shop has to answer', at('exchange', 'awaiting-merchant')),
        row('2', 'The buyer has to send the goods', at('exchange', 'awaiting-return')),
        row('3', 'The shop has to receive them', at('exchange', 'awaiting-receipt')),
        row('4', 'Closed', at('exchange', 'closed')),
        row('5', 'Exchanged', at('exchange', 'resolved', { ending: 'met' })),
        row('6', 'The buyer has to change the request', at('exchange', 'declined')),
        row('12', 'The shop has to send the replacement', at('exchange', 'awaiting-fulfilment')),
        row('13', 'The buyer has to receive it', at('exchange', 'awaiting-confirmation')),
        row('14', 'A refund instead', at('exchange', 'awaiting-buyer'), paid('exchange', 'pending')),
      ],
    },
    {
      kind: 'action',
      name: 'Refunds',
      source: '淘宝退款 API: taobao.refund.*, taobao.rp.*, taobao.rdc.aligenius.*',
      rows: [
        row('taobao.rp.refunds.agree · without goods', 'Pay the refund', shop(RETURN, 'agree', 'awaiting-merchant')),
        row('taobao.rp.refunds.agree · with goods', 'Receive and refund', shop(RETURN, 'confirm-receipt')),
        row('taobao.refund.refuse', 'Refuse a refund', shop(RETURN, 'decline', 'awaiting-merchant')),
        row('taobao.rp.returngoods.agree', 'Agree to the return', shop(RETURN, 'agree', 'awaiting-merchant')),
        row('taobao.rp.returngoods.refuse', 'Refuse the goods', shop(RETURN, 'decline', 'awaiting-receipt')),
        row(
          'taobao.rp.returngoods.refill',
          'Receive a parcel without a number',
          shop(RETURN, 'confirm-receipt', 'awaiting-return'),
        ),
        row('taobao.refund.negotiatereturn', 'Propose a return', shop(RETURN, 'propose')),
        row('taobao.rp.refund.intercept', 'Stop the parcel', shop('delivery-issue', 'intercept')),
        without(
          'taobao.rp.refund.review',
          'Mark a refund as checked, for payment in batches',
          'Who in the shop checks before another pays is a permission here, not a state of the case.',
        ),
        row('taobao.refund.message.add', 'Write to the buyer', shop(RETURN, 'reply')),
        row('taobao.rdc.aligenius.sendgoods.cancel', 'Report that the goods do not leave', fact('cancelled')),
        row(
          'taobao.rdc.aligenius.identification.case.update',
          'Report how the goods are examined',
          shop(RETURN, 'leave-staff-message'),
        ),
        row(
          'taobao.rdc.aligenius.identification.case.result.update',
          'Report what was found',
          shop(RETURN, 'confirm-receipt'),
          shop(RETURN, 'decline', 'awaiting-receipt'),
        ),
      ],
    },
    {
      kind: 'action',
      name: 'Exchanges',
      source: '天猫换货 API: tmall.exchange.*',
      rows: [
        row('tmall.exchange.agree', 'Agree', shop('exchange', 'agree', 'awaiting-merchant')),
        row('tmall.exchange.refuse', 'Refuse', shop('exchange', 'decline', 'awaiting-merchant')),
        row('tmall.exchange.returngoods.agree', 'Receive the old goods', shop('exchange', 'confirm-receipt')),
        row('tmall.exchange.returngoods.refuse', 'Refuse them', shop('exchange', 'decline', 'awaiting-receipt')),
        row('tmall.exchange.consigngoods', 'Send the replacement', shop('exchange', 'fulfil/done')),
        row(
          'tmall.exchange.confirm.consign',
          'Receive the old goods and send the replacement',
          shop('exchange', 'confirm-receipt'),
          shop('exchange', 'fulfil/done'),
        ),
        row('tmall.exchange.message.add', 'Write to the buyer', shop('exchange', 'reply')),
      ],
    },
  ],
};
