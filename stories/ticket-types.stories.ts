import type { Meta, StoryObj } from '@storybook/web-components-vite';
import {
  ADDRESS,
  BEGIN_REVIEW,
  BUYER,
  DAY_MS,
  ESCALATE,
  HOUR_MS,
  ME,
  PAID,
  SEND_BACK,
  STAFF,
  type Step,
} from '../test/support/browser/shop.js';
import { panelStory, type PanelState } from './panel-story.js';

/** The task panel with tickets of every type: one form and one list of facts for all of them. */
const meta: Meta = { title: 'Ticket types', component: 'sidecard-task' };
export default meta;

const story = (type: string, state?: PanelState): StoryObj => panelStory('sidecard-task', { type, ...state });

const SORRY = {
  'zh-CN': '很抱歉给您带来不便\uFF0C我们马上处理\u3002',
  en: 'We are sorry, and will see to it at once.',
};
const PARCEL = { carrier: 'SF', trackingNumber: 'SF9876543210' };
const yuan = (amount: number) => ({ amountMinor: amount * 100, currency: 'CNY' });

/** The buyer has sent goods in for repair, and the shop has them. */
const RECEIVED: readonly Step[] = [
  [ME, { command: 'agree', fields: { returnAddress: ADDRESS } }],
  DAY_MS,
  [BUYER, SEND_BACK],
  DAY_MS,
  [ME, { command: 'confirm-receipt' }],
];

export const ReturnAndRefund = story('return-refund');
/** One of two came back damaged, and the shop withholds a part for it. */
export const ReturnDamagedInPart = story('return-refund', {
  openedMsAgo: 3 * DAY_MS,
  policy: { afterSales: { attempts: 5, days: {}, withholdPermille: { damaged: 300 } } },
  steps: [
    [ME, { command: 'agree', fields: { amount: yuan(258), returnAddress: ADDRESS } }],
    DAY_MS,
    [BUYER, SEND_BACK],
  ],
  async act({ choose, find, write }) {
    await choose({ 'zh-CN': '确认收货并退款', en: 'Confirm receipt and refund' });
    const state = (await find('#field-receipt')) as HTMLSelectElement;
    state.value = 'damaged';
    state.dispatchEvent(new Event('change', { bubbles: true }));
    await write('#field-receipt-quantity', { 'zh-CN': '1', en: '1' });
    await write('#field-receipt-text', { 'zh-CN': '杯口有缺口', en: 'A chip at the rim.' });
  },
});
export const ReturnRuledAndAppealed = story('return-refund', {
  steps: [
    [ME, { command: 'decline', fields: { reason: 'intact-at-dispatch', text: 'The goods left us intact.' } }],
    HOUR_MS,
    [BUYER, ESCALATE],
    [STAFF, BEGIN_REVIEW],
    [STAFF, { command: 'rule', choice: 'for-buyer', fields: { text: 'The pictures show it.' } }],
  ],
  async act({ choose, write }) {
    await choose({ 'zh-CN': '申诉', en: 'Appeal' });
    await write('#field-text', { 'zh-CN': '称重记录显示包裹完好。', en: 'The parcel was weighed: 1.42 kg.' });
  },
});

export const RefundBeforeShipment = story('refund-before-shipment');

export const Exchange = story('exchange');
export const ExchangeInAdvanceUnderWay = story('exchange', {
  steps: [
    [ME, { command: 'agree', fields: { returnAddress: ADDRESS } }],
    DAY_MS,
    [ME, { command: 'fulfil', choice: 'done', fields: PARCEL }],
    DAY_MS,
    [BUYER, SEND_BACK],
  ],
});

export const AddressChange = story('address-change', { openedMsAgo: HOUR_MS });
export const AddressChangeIntercepted = story('address-change', {
  steps: [[ME, { command: 'agree' }]],
  act: ({ choose }) => choose({ 'zh-CN': '无法办理', en: 'Unable to fulfil' }),
});

export const Resend = story('resend');
export const ResendInPart = story('resend', {
  async act({ choose, write }) {
    await choose({ 'zh-CN': '部分补发', en: 'Partial resend' });
    await write('#field-text', SORRY);
  },
});

export const ReturnAddress = story('return-address', {
  async act({ press }) {
    await press('[data-act=agree]');
    await press('input[value=merchant]');
  },
});

export const Repair = story('repair', { steps: RECEIVED, openedMsAgo: 3 * DAY_MS });
export const RepairQuote = story('repair', {
  steps: RECEIVED,
  async act({ choose, write }) {
    await choose({ 'zh-CN': '报价', en: 'Send a quote' });
    await write('#field-fee', { 'zh-CN': '38', en: '38' });
    await write('#field-text', { 'zh-CN': '加热片要换新的\u3002', en: 'The warmer has to be replaced.' });
  },
});
export const RepairQuoted = story('repair', {
  steps: [
    ...RECEIVED,
    [ME, { command: 'propose', choice: 'quote', fields: { fee: yuan(38), text: 'The warmer has to be replaced.' } }],
  ],
});

export const ReturnPostage = story('return-postage');
export const ReturnPostagePaid = story('return-postage', {
  steps: [[ME, { command: 'agree', fields: { postage: yuan(12) } }], PAID],
});

export const DeliveryIssue = story('delivery-issue');
export const DeliveredAgain = story('delivery-issue', {
  async act({ choose, write }) {
    await choose({ 'zh-CN': '重新派送', en: 'Deliver again' });
    await write('#field-byDay', { 'zh-CN': '2026-07-06', en: '2026-07-06' });
  },
});
export const DeliveryIssueHandedOver = story('delivery-issue', {
  steps: [
    [
      ME,
      {
        command: 'hand-over',
        choice: 'resend',
        fields: { items: [{ itemId: 'mug', quantity: 2 }], text: 'Parcel lost.' },
      },
    ],
  ],
});

export const ListedShipmentUrging = story('shipment-urging', {
  async act({ press, write }) {
    await press('[data-act=answer]');
    await write('#field-byDay', { 'zh-CN': '2026-07-06', en: '2026-07-06' });
    await write('#field-text', SORRY);
  },
});
export const ListedSignedElsewhere = story('signed-elsewhere');
export const ListedLogisticsStalled = story('logistics-stalled');
export const ListedInvoiceUrging = story('invoice-urging');
export const ListedPresaleDeposit = story('presale-deposit');
/** No message to staff: the type is not covered. */
export const ListedWithThePlatform = story('signed-elsewhere', {
  steps: [
    [ME, { command: 'decline', fields: { reason: 'delivered', text: 'Already delivered to the door.' } }],
    HOUR_MS,
    [BUYER, ESCALATE],
    [STAFF, BEGIN_REVIEW],
  ],
});
