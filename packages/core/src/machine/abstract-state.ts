import { nothingCame } from '../fields/receipt.js';
import { isOpen } from '../model/states.js';
import type { Terms, Ticket } from '../model/ticket.js';

/**
 * Returns the part of a ticket's state that transitions depend on, without times, texts and amounts. It is finite for every type, so that
 * tests can walk all states. It omits claims and staff deadlines, which no transition depends on.
 *
 * @returns a text that is equal exactly when the states are
 */
export function abstractState(ticket: Ticket): string {
  const { workflow, intervention, settlement, ending, declinedFrom, goodsWithMerchant, proposal, agreed } = ticket;
  const rulings = ticket.rulings.length;
  const appeal = ticket.appeal?.party;
  if (!isOpen(workflow)) return JSON.stringify({ workflow, ending, settlement, goodsWithMerchant, rulings, appeal });
  return JSON.stringify({
    workflow,
    intervention,
    declinedFrom,
    goodsWithMerchant,
    ...(settlement === 'none' ? {} : { settlement }),
    ...(nothingCame(ticket) ? { came: false } : {}),
    outgoing: ticket.outgoing ? (ticket.outgoing.ownGoods ? 'goods' : 'replacement') : false,
    proposal: proposal && shape(proposal),
    agreed: agreed && shape(agreed),
    request: boxes(ticket.request).sort(),
    commitment: ticket.commitment && { ...ticket.commitment, labels: undefined, amount: undefined },
    shipped: ticket.order.shippedAtMs !== undefined,
    asked: ticket.asked.map(({ party }) => party).sort(),
    rulings,
    appeal,
    proof: proofState(ticket),
    deadlines: ticket.deadlines
      .filter(({ of }) => of !== 'staff')
      .map(({ key, extended = 0 }) => `${key} ${extended}`)
      .sort(),
  });
}

/** Whether the merchant can still ask for proof, or waits for it: once the request is decided, nothing depends on it. */
function proofState({ workflow, intervention, proof }: Ticket): string | undefined {
  if (workflow === 'awaiting-buyer') return proof && !proof.answer ? 'asked' : undefined;
  return workflow === 'awaiting-merchant' && intervention === 'none' && proof ? 'answered' : undefined;
}

/** Terms that matter by their presence. */
const THERE = [
  'refund',
  'postage',
  'compensation',
  'goodwill',
  'fee',
  'charge',
  'difference',
  'returnAddress',
] as const satisfies readonly (keyof Terms)[];

/** The checked boxes and, of the terms, which money is due and whether there is a return address. */
function shape(terms: Terms): readonly string[] {
  const { details, ending, ...others } = terms;
  return [
    ...THERE.filter((key) => terms[key] !== undefined),
    ...boxes(others),
    ...boxes(details ?? {}),
    ...(ending ? [ending] : []),
  ].sort();
}

function boxes(values: object): string[] {
  return Object.entries(values).flatMap(([key, value]) => (value === true ? [key] : []));
}
