import type { CommitmentTexts } from './commitment-texts.js';
import { plural } from './english.js';

/** The words of the service commitments in English. */
export const texts: CommitmentTexts = {
  commitments: {
    owes: ({ amount }) => (amount ? 'Owes {amount}' : 'Owed'),
    count: '{count} open',
    none: 'None is in force for this order',
    rest: '{count} more: kept, over or not in force',
    inForce: 'In force',
    canResend: 'Can be resent',
    postageByShop: 'Shop pays postage',
    postageByBuyer: 'Buyer pays postage',
    kept: 'Kept',
    paid: 'Paid',
    over: 'Over',
    notBegun: 'Not started',
    notOffered: 'Not offered',
    unclear: 'Cannot be determined',
    openUntil: 'Open until {moment}',
    claimUntil: 'Can be claimed until {moment}',
    afterFailedNegotiation: ({ amount }) =>
      amount ? 'Pays {amount} once both sides have failed to agree' : 'Pays once both sides have failed to agree',
    noFigure: { 'not-configured': 'The shop has not set an amount', other: 'The amount cannot be calculated' },
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
    terms: { applies: 'Applies', gives: 'Gives', pays: 'Pays', claim: 'To claim' },
    triggers: {
      standing: 'To the whole order',
      asked: 'When the buyer asks, without a reason',
      fault: 'When the goods have a fault that it covers',
      'other-carrier': 'When another carrier was used',
    },
    tooLate: {
      paid: 'When the payment is late',
      shipped: 'When the goods are sent late',
      delivered: 'When the goods are delivered late',
      signed: 'When the goods are signed for late',
      confirmed: 'When the confirmation is late',
      closed: 'When the order is closed late',
    },
    given: { return: 'A return', resend: 'A resend' },
    share: '{percent}% of the amount paid for each item{limits}',
    needs: {
      failedNegotiation: 'Both sides have failed to agree',
      goodsAsAgreed: 'The goods are unused and complete',
      days: plural('Within {count} day of the finding', 'Within {count} days of the finding'),
    },
    begins: {
      'order-paid': 'Starts with the payment',
      shipped: 'Starts when the goods are sent',
      delivered: 'Starts when the goods arrive',
      signed: 'Starts when the goods are signed for',
      'order-confirmed': 'Starts when the buyer confirms the order',
      'order-closed': 'Starts when the order is closed',
    },
  },
};
