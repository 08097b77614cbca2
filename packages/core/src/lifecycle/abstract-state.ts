import type { FieldValues } from '../fields/field.js';
import { isOpen } from './states.js';
import type { Terms, Ticket } from './ticket.js';

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
    request: shape(ticket.request),
    shipped: ticket.order.shippedAtMs !== undefined,
    asked: ticket.asked.map(({ party }) => party).sort(),
    rulings: ticket.rulings.length,
    deadlines: ticket.deadlines
      .filter(({ of }) => of !== 'staff')
      .map(({ key, extended = 0 }) => `${key} ${extended}`)
      .sort(),
  });
}

/** Which boxes are ticked, and of terms whether there is a refund, and a place for goods to go back to. */
function shape({ details, refund, returnAddress, ...others }: Terms | FieldValues): readonly string[] {
  const inner = details && typeof details === 'object' ? Object.entries(details) : [];
  const boxes = [...Object.entries(others), ...inner].filter(([, value]) => value === true).map(([key]) => key);
  return [...boxes, ...(refund ? ['refund'] : []), ...(returnAddress ? ['returnAddress'] : [])].sort();
}
