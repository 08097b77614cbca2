import type { MemoryIdentity } from '@sidecard/server/memory';
import {
  ADDRESS,
  AGREE,
  ASK_EVIDENCE,
  BEGIN_REVIEW,
  BUYER,
  CLAIM,
  COLLEAGUE,
  DAY_MS,
  DECLINE,
  ESCALATE,
  HOUR_MS,
  ME,
  ORDER,
  PAID,
  RECEIVE,
  REQUEST,
  SEND_BACK,
  type ShopOptions,
  STAFF,
  type Step,
  WATCHER,
} from './shop.ts';

interface State extends ShopOptions {
  readonly title: string;
  readonly who?: MemoryIdentity;
  readonly label: string;
  readonly words: readonly string[];
  readonly filled: boolean;
}

const ESCALATED = [
  [ME, DECLINE],
  [BUYER, ESCALATE],
  [STAFF, BEGIN_REVIEW],
] as const;

/** The shop has goods to repair. */
const TAKEN_IN: readonly Step[] = [
  [ME, { command: 'agree', fields: { returnAddress: ADDRESS } }],
  [BUYER, SEND_BACK],
  [ME, RECEIVE],
];
const QUOTE: Step = [
  ME,
  {
    command: 'propose',
    choice: 'quote',
    fields: { fee: { amountMinor: 3_800, currency: 'CNY' }, text: 'The warmer.' },
  },
];

/** Every state of a live card that a reader can meet. */
export const STATES: readonly State[] = [
  {
    title: 'new: the shop is to answer and nobody is on it',
    label: 'Return & refund, Needs answer',
    words: ['Platform', 'Buyer: box crushed', '1 d 3 h left', 'by 5 Jul, 18:02', 'Unclaimed', '×2', '¥258.00'],
    filled: true,
  },
  {
    title: 'all but over, and mine',
    openedMsAgo: 47.3 * HOUR_MS,
    steps: [47.2 * HOUR_MS, [ME, CLAIM]],
    label: 'Return & refund, Needs answer',
    words: ['41 min left', 'Assigned to you'],
    filled: true,
  },
  {
    title: 'a colleague is on it',
    steps: [19.9 * HOUR_MS, [COLLEAGUE, CLAIM]],
    label: 'Return & refund, Needs answer',
    words: ['Assigned to Zhou Min'],
    filled: false,
  },
  {
    title: '[R11] [R12] without the permission to handle',
    who: WATCHER,
    label: 'Return & refund, Needs answer',
    words: ['You cannot handle this', '1 d 3 h left'],
    filled: false,
  },
  {
    title: "the buyer's move",
    steps: [HOUR_MS, [ME, AGREE]],
    label: 'Return & refund, Waiting for return',
    words: ['Agreed; waiting for the return', 'Buyer has 6 d 4 h'],
    filled: false,
  },
  {
    title: 'on its way back',
    steps: [HOUR_MS, [ME, AGREE], [BUYER, SEND_BACK]],
    label: 'Return & refund, Confirm receipt',
    words: ['confirm when it arrives', '9 d 4 h left'],
    filled: true,
  },
  {
    title: 'declined',
    steps: [HOUR_MS, [ME, DECLINE]],
    label: 'Return & refund, Declined',
    words: ['the buyer can escalate to the platform', 'Buyer has 6 d 4 h'],
    filled: false,
  },
  {
    title: '[R15] the platform is intervening',
    steps: [HOUR_MS, ...ESCALATED],
    label: 'Return & refund, Platform intervening',
    words: ['Platform staff are reviewing both sides', 'Platform is reviewing'],
    filled: false,
  },
  {
    title: '[R18] the platform asks the shop for evidence',
    steps: [HOUR_MS, ...ESCALATED, [STAFF, ASK_EVIDENCE]],
    label: 'Return & refund, Platform intervening',
    words: ['Platform staff request evidence from you', '1 d 4 h left'],
    filled: false,
  },
  {
    title: 'resolved, and paid',
    steps: [HOUR_MS, [ME, AGREE], [BUYER, SEND_BACK], HOUR_MS, [ME, RECEIVE], PAID],
    label: 'Return & refund, Resolved',
    words: ['Refunded ¥258.00', 'Done 3 Jul, 20:02', 'Handled by you'],
    filled: false,
  },
  {
    title: 'resolved by a colleague, money under way',
    steps: [HOUR_MS, [COLLEAGUE, AGREE], [BUYER, SEND_BACK], HOUR_MS, [COLLEAGUE, RECEIVE]],
    label: 'Return & refund, Resolved',
    words: ['Refund of ¥258.00 in progress', 'Handled by Zhou Min'],
    filled: false,
  },
  {
    title: 'resolved by a payment that is no refund',
    type: 'return-postage',
    steps: [HOUR_MS, [ME, { command: 'agree', fields: { postage: { amountMinor: 1_200, currency: 'CNY' } } }], PAID],
    label: 'Return-postage refund, Resolved',
    words: ['Paid ¥12.00'],
    filled: false,
  },
  {
    title: '[R47] closed, and the buyer is charged',
    type: 'exchange',
    steps: [
      HOUR_MS,
      [ME, { command: 'agree', fields: { returnAddress: ADDRESS } }],
      [ME, { command: 'fulfil', choice: 'done', fields: { carrier: 'SF', trackingNumber: 'SF9876543210' } }],
      8 * DAY_MS,
      [STAFF, BEGIN_REVIEW],
      [
        STAFF,
        {
          command: 'rule',
          choice: 'for-merchant',
          fields: { text: 'Kept.', charge: { amountMinor: 25_800, currency: 'CNY' } },
        },
      ],
    ],
    label: 'Exchange, Closed',
    words: ['The buyer must pay ¥258.00'],
    filled: false,
  },
  {
    title: 'resolved without any money',
    type: 'address-change',
    openedMsAgo: HOUR_MS,
    stage: 'paid',
    steps: [[ME, { command: 'agree' }]],
    label: 'Address change, Resolved',
    words: ['Done as the buyer asked'],
    filled: false,
  },
  {
    title: 'a parcel to be redirected',
    type: 'address-change',
    steps: [[ME, { command: 'agree' }]],
    label: 'Address change, To be sent',
    words: ['Agreed; intercept the parcel'],
    filled: true,
  },
  {
    title: 'goods to go back as they came',
    type: 'repair',
    steps: [...TAKEN_IN, QUOTE, [BUYER, { command: 'reject-proposal' }]],
    label: 'Repair, To be sent',
    words: ['Send the goods back to the buyer'],
    filled: true,
  },
  {
    title: 'the buyer is asked for proof',
    steps: [[ME, { command: 'ask-for-proof', fields: { text: 'A photo of the rim.' } }]],
    label: 'Return & refund, Waiting for buyer',
    words: ['Waiting for the buyer’s proof'],
    filled: false,
  },
  {
    title: 'the buyer has a quote',
    type: 'repair',
    steps: [...TAKEN_IN, QUOTE],
    label: 'Repair, Waiting for buyer',
    words: ['Waiting for the buyer’s answer'],
    filled: false,
  },
  {
    title: 'the buyer is to pay',
    type: 'repair',
    steps: [...TAKEN_IN, QUOTE, [BUYER, { command: 'accept-proposal' }]],
    label: 'Repair, Waiting for buyer',
    words: ['Waiting for the buyer’s payment'],
    filled: false,
  },
  {
    title: 'closed',
    steps: [HOUR_MS, [BUYER, { command: 'withdraw' }]],
    label: 'Return & refund, Closed',
    words: ['The buyer withdrew the request', 'Closed 3 Jul, 19:02', 'No action was needed'],
    filled: false,
  },
  {
    title: 'long texts',
    order: {
      items: [
        { ...ORDER.items[0], title: 'Extra-large foldable splash-proof tote for commuters '.repeat(3), quantity: 12 },
      ],
    },
    request: {
      ...REQUEST,
      text: 'I paid the postage three times, and was promised it back. '.repeat(6),
      items: [{ itemId: 'mug', quantity: 12 }],
    },
    steps: [19.9 * HOUR_MS, [{ ...COLLEAGUE, name: 'Ouyang Narentuya-Alexandra of Hohhot' }, CLAIM]],
    label: 'Return & refund, Needs answer',
    words: ['×12', 'Assigned to Ouyang Narentuya-Alexandra of Hohhot'],
    filled: false,
  },
];
