import { formatMoney, label, type Labels } from '@sidecard/core';
import {
  amountDue,
  balanceOf,
  BUDGETS,
  type Budget,
  type Ruling,
  type Shipment,
  type TicketView,
} from '@sidecard/core/wire';
import { COLON, factsOf, factsOfAct, termsOf, type TextContext } from '../shared/facts.js';
import { TYPES } from '../shared/types.js';
import type { BuyerTexts } from './texts.js';

/** Summarizes the request in one line, without items, money and the buyer's statement. */
export function requestLine({ request, order }: TicketView, textContext: TextContext): string {
  const shown = textContext.type?.request.filter(
    ({ key, kind }) => kind !== 'items' && kind !== 'money' && key !== 'text',
  );
  return factsOf(shown ?? [], request, order, textContext).join(' · ');
}

/** Returns the lines below the status: progress, and the other sides' messages. The same for every type. */
export function linesOf(view: TicketView, textContext: TextContext, texts: BuyerTexts): readonly string[] {
  const { lines } = texts;
  const colon = COLON[textContext.locale];
  const said = (name: string, facts: readonly (string | undefined)[]): readonly string[] => {
    const known = facts.filter(Boolean);
    return known.length > 0 ? [name + colon + known.join(' · ')] : [];
  };
  const parcel = (name: string, shipment: Shipment | undefined): readonly string[] =>
    said(name, shipment ? [`${shipment.carrier} ${shipment.trackingNumber}`] : []);
  const termed = (name: string, { text, ...terms }: NonNullable<TicketView['proposal']>): readonly string[] =>
    said(name, [...termsOf(terms, view.order, textContext), text]);
  const { proposal, returnShipment, outgoing, links = [], otherCases = [] } = view;
  const { returnAddress, ...others } = view.agreed ?? {};
  // The return address is of no use once the goods have been sent.
  const agreed = returnAddress && !returnShipment ? { ...others, returnAddress } : others;
  const shown = [
    ...platformLines(view, texts),
    ...view.rulings.flatMap((ruling) => rulingLines(ruling, textContext, texts)),
    ...termed(lines.proposes, proposal ?? {}),
    ...(view.workflow !== 'closed' && !isPaid(view) ? termed(lines.agreed, agreed) : []),
    ...(view.workflow === 'declined' && view.intervention === 'none' ? refusalLines(view, textContext, texts) : []),
    ...parcel(lines.sentBack, returnShipment),
    ...parcel(lines.onItsWay, outgoing),
    ...links.map(({ relation, number, type }) => {
      const labels = TYPES.get(type)?.labels;
      return `${lines.links[relation]}${labels ? label(labels, textContext.locale) : type} ${number}`;
    }),
    ...otherCases.map(({ type, number, state }) => {
      const labels = TYPES.get(type)?.labels;
      return `${lines.otherCase}${labels ? label(labels, textContext.locale) : type} ${number} · ${lines.states[state]}`;
    }),
    ...(view.ending ? [endLine(view, textContext, texts)] : []),
  ];
  return shown.length > 0 ? shown : [lines.awaitingShop];
}

function platformLines({ intervention, asked }: TicketView, { platformAsks, lines }: BuyerTexts): readonly string[] {
  if (intervention === 'none') return [];
  const question = asked.find(({ party }) => party === 'buyer');
  if (question) return [`${platformAsks}${question.text}`];
  return [intervention === 'requested' ? lines.requested : lines.hearing];
}

/** Describes a ruling: the outcome and its reasoning, then the commitment and whether the deposit pays. */
function rulingLines(
  { choice, text, commitment, fromDeposit }: Ruling,
  { type, shop, locale }: TextContext,
  { lines }: BuyerTexts,
): readonly string[] {
  const words = (labels: Labels | undefined): string => (labels ? label(labels, locale) : '');
  const how = words(type?.transitions.find((move) => move.command === 'rule' && move.choice === choice)?.labels);
  const promise = words(shop?.commitments.find(({ key }) => key === commitment)?.labels);
  const paid = [promise, fromDeposit ? lines.fromDeposit : ''].filter(Boolean);
  return [[lines.ruled, how, text].join(COLON[locale]), ...(paid.length > 0 ? [paid.join(' · ')] : [])];
}

/** Describes the last refusal, with the shop's own message if there is one. */
function refusalLines(
  { history, order }: TicketView,
  textContext: TextContext,
  { lines }: BuyerTexts,
): readonly string[] {
  const last = history.filter(({ kind }) => kind === 'declined').at(-1);
  const words = last ? factsOfAct(last, order, textContext).join(COLON[textContext.locale]) : '';
  return words ? [words, lines.declined] : [lines.declined];
}

/** What the ticket pays the buyer: an amount per budget, and what comes back of an advance payment. */
function paidBack(view: TicketView): Readonly<Record<Budget | 'prepaid', number>> {
  return { ...amountDue(view), prepaid: Math.max(0, -balanceOf(view)) };
}

/** The ticket pays the buyer something, or has paid it. */
function isPaid(view: TicketView): boolean {
  return view.settlement !== 'none' && Object.values(paidBack(view)).some((amountMinor) => amountMinor > 0);
}

/** Describes how the ticket ended, and the state of the payment. */
function endLine(view: TicketView, { locale }: TextContext, { lines }: BuyerTexts): string {
  const { ending, settlement, order } = view;
  const { currency } = order.items[0].paid;
  const how = ending && ending !== 'met' ? lines.endings[ending] : lines.resolved;
  if (settlement === 'none' || !isPaid(view)) {
    const charged = balanceOf(view);
    return charged > 0 ? `${how} · ${lines.charged(formatMoney({ amountMinor: charged, currency }))}` : how;
  }
  const owed = paidBack(view);
  const amount = (budget: Budget | 'prepaid'): string =>
    `${lines.budgets[budget]} ${formatMoney({ amountMinor: owed[budget], currency })}`;
  const amounts = ([...BUDGETS, 'prepaid'] as const).filter((budget) => owed[budget] > 0).map(amount);
  return lines.settlements[settlement](amounts.join(locale === 'zh-CN' ? '\u3001' : ', '));
}
