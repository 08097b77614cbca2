import type { CommitmentTexts } from './commitment-texts.js';
import { plural } from './english.js';

/** The words of the service commitments in English. */
export const commitmentsEn: CommitmentTexts = {
  commitments: {
    owes: ({ amount }) => (amount ? 'Owes {amount}' : 'Owed'),
    count: plural('{count} commitment', '{count} commitments'),
    inForce: 'In force',
    canResend: 'Can be resent',
    postageByShop: 'Shop pays postage',
    postageByBuyer: 'Buyer pays postage',
    kept: 'Kept',
    paid: 'Paid',
    over: 'Over',
    notBegun: 'Not begun',
    notOffered: 'Not offered',
    unclear: 'Cannot be told',
    openUntil: 'Open until {moment}',
    claimUntil: 'Can be claimed until {moment}',
    afterFailedNegotiation: ({ amount }) =>
      amount ? 'Pays {amount} once both sides have failed to agree' : 'Pays once both sides have failed to agree',
    noFigure: { 'not-configured': 'The shop has not said how much', other: 'The amount cannot be worked out' },
    late: {
      paid: '{time} late',
      shipped: 'Sent {time} late',
      delivered: 'Delivered {time} late',
      signed: 'Signed for {time} late',
      confirmed: '{time} late',
      closed: '{time} late',
    },
    formula: '{paid} × {percent}%{limits}',
    limits: ({ min, max, count }) => {
      const ends = [min && 'at least {min}', max && 'at most {max}'].filter(Boolean).join(', ');
      return Number(count) > 1 ? ` (each ${ends})` : ` (${ends})`;
    },
    begins: {
      'order-paid': 'Begins with the payment',
      shipped: 'Begins when the goods are sent',
      delivered: 'Begins when the goods arrive',
      signed: 'Begins when the goods are signed for',
      'order-confirmed': 'Begins when the buyer confirms the order',
      'order-closed': 'Begins when the order is closed',
    },
  },
};
