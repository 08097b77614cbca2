import type { Transition } from '../../machine/transition.js';
import { INTERVENTION_STATES, WORKFLOW_STATES } from '../../model/states.js';

const ENDED = ['resolved', 'closed'] as const;

/** What the host records in every type: facts of the order, and how a payment went. */
export const HOST_RECORDS: readonly Transition[] = [
  {
    command: 'record-order',
    by: 'host',
    from: WORKFLOW_STATES,
    whileIntervention: INTERVENTION_STATES,
    to: 'order-path',
    fields: [
      {
        key: 'fact',
        kind: 'choice',
        labels: { 'zh-CN': '订单事实', en: 'Fact' },
        options: [
          { key: 'shipped', labels: { 'zh-CN': '已发货', en: 'Shipped' } },
          { key: 'signed', labels: { 'zh-CN': '已签收', en: 'Signed for' } },
          { key: 'confirmed', labels: { 'zh-CN': '买家已确认收货', en: 'Confirmed by the buyer' } },
          { key: 'order-closed', labels: { 'zh-CN': '订单已完结', en: 'Order closed' } },
          { key: 'closed', labels: { 'zh-CN': '订单已完结', en: 'Order closed' } },
          { key: 'delivered', labels: { 'zh-CN': '已送达', en: 'Delivered' } },
          { key: 'cancelled', labels: { 'zh-CN': '订单已取消', en: 'Order cancelled' } },
          // Labels of what the host reports for the order, not by this command.
          { key: 'refunded-elsewhere', labels: { 'zh-CN': '已在别处退款', en: 'Refunded elsewhere' } },
          { key: 'amended', labels: { 'zh-CN': '订单有变更', en: 'Order changed' } },
          { key: 'carrier', labels: { 'zh-CN': '物流信息已更新', en: 'Parcel changed' } },
          { key: 'freight', labels: { 'zh-CN': '运费已更新', en: 'Postage changed' } },
          { key: 'redirected', labels: { 'zh-CN': '收货地址已更改', en: 'Delivery address changed' } },
        ],
      },
      {
        key: 'atMs',
        kind: 'number',
        labels: { 'zh-CN': '发生时间', en: 'Time' },
        min: 0,
        max: 8.64e15,
        optional: true,
      },
    ],
    event: 'order-fact-recorded',
    effects: [{ effect: 'record-order' }],
  },
  {
    command: 'record-settlement',
    choice: 'succeeded',
    by: 'host',
    from: ENDED,
    when: ['settlement-pending'],
    to: 'unchanged',
    settlement: 'succeeded',
    effects: [{ effect: 'collect' }],
    event: 'settlement-recorded',
  },
  {
    command: 'record-settlement',
    choice: 'failed',
    by: 'host',
    from: ENDED,
    when: ['settlement-pending'],
    to: 'unchanged',
    settlement: 'failed',
    event: 'settlement-recorded',
  },
  {
    command: 'retry-settlement',
    by: 'host',
    from: ENDED,
    when: ['settlement-failed'],
    to: 'unchanged',
    settlement: 'pending',
    event: 'settlement-recorded',
  },
];
