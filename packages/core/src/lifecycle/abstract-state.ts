import type { Ticket } from './ticket.js';

/**
 * What of a ticket decides which rows apply, without times, texts and amounts: finite for every type, so that all that can happen to a
 * ticket can be walked. Who claims a ticket is left out; it opens and closes nothing.
 *
 * @returns a text that is equal exactly when the states are
 */
export function abstractState(ticket: Ticket): string {
  const { workflow, intervention, settlement, ending, declinedFrom, goodsWithMerchant, proposal, agreed, request } =
    ticket;
  return JSON.stringify({
    workflow,
    intervention,
    settlement,
    ending,
    declinedFrom,
    goodsWithMerchant,
    proposal: proposal && { refundOnly: proposal.refundOnly },
    agreed: agreed && { refundOnly: agreed.refundOnly },
    refundOnly: request['refundOnly'],
    shipped: ticket.order.shippedAtMs !== undefined,
    asked: ticket.asked.map(({ party }) => party).sort(),
    rulings: ticket.rulings.length,
    deadlines: ticket.deadlines.map(({ key }) => key).sort(),
  });
}
