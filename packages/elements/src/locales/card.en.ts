import type { SentTexts } from './card-texts.js';

/** The card's texts in English. */
export const cardEn: SentTexts = {
  locale: 'en',
  viewTask: 'View task',
  platform: 'Platform',
  unverified: 'Not verified',
  untitled: 'After-sales ticket',
  cardLabel: '{type}, {status}',
  types: {
    'return-refund': 'Return & refund',
    exchange: 'Exchange',
    'address-change': 'Address change',
    resend: 'Resend',
    'return-address': 'Provide return address',
    repair: 'Repair',
    'return-postage': 'Return-postage refund',
    'delivery-issue': 'Delivery issue',
    'shipment-urging': 'Shipment urging',
    'signed-elsewhere': 'Signed for elsewhere',
    'logistics-stalled': 'Logistics stalled',
    'invoice-urging': 'Invoice urging',
    'presale-deposit': 'Presale-deposit refund',
  },
  statuses: {
    'awaiting-merchant': 'Needs answer',
    'awaiting-receipt': 'Confirm receipt',
    'awaiting-fulfilment': 'To be sent',
    'awaiting-buyer': 'Waiting for buyer',
    'awaiting-return': 'Waiting for return',
    'awaiting-confirmation': 'Waiting for confirmation',
    declined: 'Declined',
    'platform-intervening': 'Platform intervening',
    resolved: 'Resolved',
    closed: 'Closed',
  },
  pieces: '{count} items',
  dates: {
    month: 'short',
    day: '{day} {month}',
    dayYear: '{day} {month} {year}',
    moment: '{date}, {time}',
    yesterday: '',
  },
  due: {
    by: 'by {moment}',
    byToday: 'by {time} today',
  },
  owner: {
    snapshot: 'As it was when sent',
    unverified: 'Not confirmed by the platform',
  },
  line: {
    words: 'Buyer: {text}',
    'awaiting-merchant': 'The buyer is waiting for your answer',
  },
  plain: {
    unreadable: 'This after-sales message cannot be shown. See it in the workbench.',
    tooNew: 'Update your client to handle this after-sales message here.',
  },
};
