import { isOpen } from '../model/states.js';
import type { Terms, Ticket } from '../model/ticket.js';

/**
 * What of a ticket decides which rows apply, without times, texts and amounts: finite for every type, so that all that can happen to a
 * ticket can be walked. Claims and the clocks of the platform's own staff are left out; they open and close nothing.
 *
 * @returns a text that is equal exactly when the states are
 */
export function abstractState(ticket: Ticket): string {
  const { workflow, intervention, settlement, ending, declinedFrom, goodsWithMerchant, proposal, agreed } = ticket;
  if (!isOpen(workflow)) return JSON.stringify({ workflow, ending, settlement, goodsWithMerchant });
  return JSON.stringify({
    workflow,
    intervention,
    declinedFrom,
    goodsWithMerchant,
    outgoing: ticket.outgoing !== undefined,
    proposal: proposal && shape(proposal),
    agreed: agreed && shape(agreed),
    request: boxes(ticket.request).sort(),
    shipped: ticket.order.shippedAtMs !== undefined,
    asked: ticket.asked.map(({ party }) => party).sort(),
    rulings: ticket.rulings.length,
    deadlines: ticket.deadlines
      .filter(({ of }) => of !== 'staff')
      .map(({ key, extended = 0 }) => `${key} ${extended}`)
      .sort(),
  });
}

/** Terms that decide by being there. */
const THERE = ['refund', 'postage', 'compensation', 'fee', 'returnAddress'] as const satisfies readonly (keyof Terms)[];

/** Which boxes are ticked, and of terms which money is to change hands, and whether there is a place for goods to go back to. */
function shape(terms: Terms): readonly string[] {
  const { details, ...others } = terms;
  return [...THERE.filter((key) => terms[key] !== undefined), ...boxes(others), ...boxes(details ?? {})].sort();
}

function boxes(values: object): string[] {
  return Object.entries(values).flatMap(([key, value]) => (value === true ? [key] : []));
}
