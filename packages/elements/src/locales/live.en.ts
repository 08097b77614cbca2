import type { CardTexts, LiveTexts } from './card-texts.js';
import { cardEn } from './card.en.js';
import { joinTexts } from './merge.js';

/** The live card's texts in English. */
const liveEn: LiveTexts = {
  units: { day: ' d', hour: ' h', minute: ' min', minuteAfterHours: ' min', gap: ' ', underMinute: 'under 1 min' },
  due: {
    left: '{time} left',
    buyerHas: 'Buyer has {time}',
    over: 'Overdue',
    requested: 'Platform has been asked',
    reviewing: 'Platform is reviewing',
    done: 'Done {moment}',
    closed: 'Closed {moment}',
  },
  owner: {
    nobody: 'Unclaimed',
    me: 'Assigned to you',
    other: 'Assigned to {name}',
    denied: 'You cannot handle this',
    offline: 'Offline, as of {time}',
    wasMe: 'Handled by you',
    wasOther: 'Handled by {name}',
    wasNobody: 'No action was needed',
  },
  line: {
    'awaiting-buyer': 'Waiting for the buyer’s answer',
    'awaiting-return': 'Agreed; waiting for the return',
    'awaiting-receipt': 'Returned by the buyer; confirm when it arrives',
    'awaiting-fulfilment': 'Agreed; ready for you to send',
    intercept: 'Agreed; intercept the parcel',
    'ship-back': 'Send the goods back to the buyer',
    proof: 'Waiting for the buyer’s proof',
    payment: 'Waiting for the buyer’s payment',
    'awaiting-confirmation': 'Sent; waiting for the buyer to confirm',
    declined: 'No agreement; the buyer can escalate to the platform',
    requested: 'Escalated to the platform; staff will start their review',
    reviewing: 'Platform staff are reviewing both sides; you can still settle',
    evidence: 'Platform staff request evidence from you; they go on once it is there',
    'evidence-of-other': 'Platform staff request evidence from the other side; they go on once it is there',
    'refund-pending': 'Refund of {amount} in progress; the result is shown here',
    'refund-succeeded': 'Refunded {amount}',
    'refund-failed': 'Refund of {amount} failed; the platform has to retry it',
    'payment-pending': 'Payment of {amount} in progress; the result is shown here',
    'payment-succeeded': 'Paid {amount}',
    'payment-failed': 'Payment of {amount} failed; the platform has to retry it',
    'charge-pending': 'The buyer must pay {amount}',
    'charge-succeeded': 'The buyer paid {amount}',
    'charge-failed': 'The buyer’s payment of {amount} failed; the buyer can try again',
    met: 'Done as the buyer asked',
    'not-met': 'Closed by mutual agreement',
    withdrawn: 'The buyer withdrew the request',
    lapsed: 'Closed: no response in time',
    'ruled-for-merchant': 'The platform ruled for the shop',
  },
  plain: {
    notCovered: '{type}: see it in the workbench.',
    order: '{type} · order …{order}',
    notFound: 'Ticket not found, or not in this shop.',
  },
};

/** All of the card's texts in English. */
export const cardTextsEn: CardTexts = joinTexts(cardEn, liveEn);
