import {
  addressLine,
  formatMoney,
  isMoney,
  label,
  paidFor,
  type Locale,
  type Money,
  type TicketType,
  type TicketView,
} from '@sidecard/core';
import type { BuyerTexts } from './texts.js';

/** What it is about, in money: what is agreed, else proposed, else asked, else what was paid. */
export function amountOf({ agreed, proposal, request, order }: TicketView): Money {
  const asked = request['amount'];
  return agreed?.refund ?? proposal?.refund ?? (isMoney(asked) ? asked : paidFor(order));
}

/** What the card says below its status: how it stands, and the words of the other sides. */
export function linesOf(
  view: TicketView,
  type: TicketType | undefined,
  texts: BuyerTexts,
  locale: Locale,
): readonly string[] {
  const { lines } = texts;
  const ruling = view.rulings.at(-1);
  const ruled = ruling ? [`${lines.ruled}${ruling.text}`] : [];
  if (view.intervention !== 'none') {
    const asked = view.asked.find(({ party }) => party === 'buyer');
    if (asked) return [`${texts.platformAsks}${asked.text}`];
    return [view.intervention === 'requested' ? lines.requested : lines.hearing];
  }
  switch (view.workflow) {
    case 'awaiting-merchant':
    case 'awaiting-fulfilment':
      return [lines.awaitingShop];
    case 'awaiting-buyer': {
      const { refund, refundOnly = false, text } = view.proposal ?? {};
      const terms = refund ? lines.proposal(formatMoney(refund), refundOnly) : '';
      return [terms, text ?? ''].filter(Boolean);
    }
    case 'awaiting-return': {
      const address = view.agreed?.returnAddress;
      return [...ruled, ...(address ? [`${lines.sendTo}${addressLine(address)}`] : [])];
    }
    case 'awaiting-receipt': {
      const { carrier, trackingNumber } = view.returnShipment ?? {};
      return carrier && trackingNumber ? [lines.sentWith(carrier, trackingNumber)] : [lines.awaitingShop];
    }
    case 'declined':
      return [...refusalOf(view, type, locale), lines.declined];
    case 'resolved':
      return [...ruled, outcomeOf(view, texts)];
    case 'closed':
      return [...ruled, view.ending && view.ending !== 'met' ? lines.endings[view.ending] : lines.resolved];
    default:
      return ruled;
  }
}

function outcomeOf(view: TicketView, { lines }: BuyerTexts): string {
  const refund = view.agreed?.refund;
  if (!refund || view.settlement === 'none') return lines.resolved;
  if (view.settlement === 'failed') return lines.settlementFailed;
  const amount = formatMoney(refund);
  return view.settlement === 'pending' ? lines.refundPending(amount) : lines.refunded(amount);
}

/** The shop's last refusal, in its own words. */
function refusalOf({ history }: TicketView, type: TicketType | undefined, locale: Locale): readonly string[] {
  const fields = history.filter(({ kind }) => kind === 'declined').at(-1)?.fields ?? {};
  const reason = type?.reasons.merchant.find(({ key }) => key === fields['reason']);
  const text = fields['text'];
  const colon = locale === 'zh-CN' ? '\uFF1A' : ': ';
  const parts = [reason ? label(reason.labels, locale) : '', typeof text === 'string' ? text : ''].filter(Boolean);
  return parts.length > 0 ? [parts.join(colon)] : [];
}
