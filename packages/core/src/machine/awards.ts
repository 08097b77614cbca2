import type { Commitment } from '../commitments/commitment.js';
import { shareOf } from '../fields/part.js';
import type { FieldValues } from '../model/field-values.js';
import type { Ruling, Terms, Ticket } from '../model/ticket.js';
import type { Policy } from '../policy/policy.js';
import { attribute, chosenIn, fullRefund } from './ledger.js';
import { askedTerms, awardedTerms } from './terms.js';

/** What a ruling is made from. `fields` are validated and cleaned. */
export interface RulingInput {
  readonly ticket: Ticket;
  readonly fields: FieldValues;
  readonly choice: string | undefined;
  readonly now: number;
  readonly policy: Policy;
}

/** The compensation of a ruling's form, under its commitment; without one, that of an earlier ruling remains. */
export function compensated({ ticket, fields, policy }: RulingInput): Terms {
  const chosen = chosenCommitment(fields, policy);
  const commitment = chosen ? { commitment: chosen.key } : {};
  const fromDeposit = fields['fromDeposit'] === true || chosen?.paidFrom === 'deposit-first';
  return {
    ...(fields['compensation'] === undefined ? awardedTerms(ticket.agreed) : commitment),
    ...(fromDeposit ? { fromDeposit } : {}),
  };
}

function chosenCommitment(fields: FieldValues, { commitments }: Policy): Commitment | undefined {
  return commitments.find(({ key }) => key === fields['commitment']);
}

/** The request as granted: if the buyer has returned the goods, with the terms of that return. */
export function granted(ticket: Ticket): Terms {
  const {
    asTheyCame: _asTheyCame,
    ending: _ending,
    compensation: _paid,
    commitment: _key,
    fromDeposit: _pocket,
    ...agreed
  }: Terms = ticket.agreed ?? {};
  if (ticket.goodsWithMerchant) return { ...askedTerms(ticket), ...agreed };
  const { returnAddress, difference } = agreed;
  // What the buyer has paid for another option still holds.
  const paid = difference && ticket.collected ? { difference } : {};
  return { ...askedTerms(ticket), ...(returnAddress ? { returnAddress } : {}), ...paid };
}

/**
 * The whole refund of goods that came back: what both sides had agreed on for them, less what the shop's rules withhold for their state;
 * else {@link fullRefund}.
 */
export function wholeOf(ticket: Ticket): number {
  const { refund, asTheyCame } = ticket.agreed ?? {};
  if (!refund || asTheyCame) return fullRefund(ticket);
  return Math.min(fullRefund(ticket), refund.amountMinor - withheldOf(ticket));
}

/** What the receipt of a ticket withholds from the agreed refund. */
function withheldOf({ order, request, agreed, receipt = [] }: Ticket): number {
  const lines = chosenIn(request);
  const parts = attribute(order, agreed?.refund?.amountMinor ?? 0, lines);
  return receipt.reduce((sum, { itemId, quantity, withheldPermille }) => {
    const index = lines.findIndex((line) => line.itemId === itemId);
    const share = shareOf(parts[index] ?? 0, quantity, lines[index]?.quantity ?? 0);
    return sum + Math.floor((share * withheldPermille) / 1000);
  }, 0);
}

/** The record of a ruling. @param favours - a ruling for the merchant awards no money */
export function ruling({ ticket, fields, choice, now, policy }: RulingInput, favours?: 'merchant'): Ruling {
  const { refund, postage, compensation, ...agreed } = (favours ? undefined : ticket.agreed) ?? {};
  const { charge } = ticket.agreed ?? {};
  const chosen = favours ? undefined : chosenCommitment(fields, policy);
  const commitment = chosen?.key ?? agreed.commitment;
  const fromDeposit = fields['fromDeposit'] === true || chosen?.paidFrom === 'deposit-first' || agreed.fromDeposit;
  return {
    choice: choice ?? '',
    atMs: now,
    text: typeof fields['text'] === 'string' ? fields['text'] : '',
    ...(refund ? { refund } : {}),
    ...(postage ? { postage } : {}),
    ...(compensation ? { compensation } : {}),
    ...(charge ? { charge } : {}),
    ...(commitment ? { commitment } : {}),
    ...(fromDeposit ? { fromDeposit } : {}),
  };
}
