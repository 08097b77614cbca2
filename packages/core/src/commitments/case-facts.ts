import { haveDisagreed } from '../model/disagreement.js';
import type { EventKind } from '../model/event-kinds.js';
import type { ItemQuantity } from '../model/field-values.js';
import type { Ticket } from '../model/ticket.js';
import type { CommitmentFacts } from './facts.js';

/**
 * Derives the facts for an order's commitments from a ticket or its projection: which fault was shown, when and for which items, that
 * negotiation failed, and what has been settled. The ticket itself is the claim.
 */
export function commitmentFactsOf(
  ticket: Pick<
    Ticket,
    'request' | 'createdAtMs' | 'workflow' | 'intervention' | 'settlement' | 'rulings' | 'agreed'
  > & {
    readonly history: readonly { readonly kind: EventKind }[];
    /** Set in projections, which contain only part of the history. */
    readonly disagreed?: boolean;
  },
): CommitmentFacts {
  const { request, createdAtMs, settlement, rulings, agreed } = ticket;
  const { reason, items } = request;
  const settled =
    settlement === 'succeeded' && agreed?.compensation
      ? rulings.flatMap(({ commitment, compensation }) => (commitment && compensation ? [commitment] : []))
      : [];
  return {
    ...(typeof reason === 'string' ? { faults: [{ code: reason, foundAtMs: createdAtMs }] } : {}),
    ...(Array.isArray(items) ? { itemIds: (items as readonly ItemQuantity[]).map(({ itemId }) => itemId) } : {}),
    negotiationFailed: ticket.disagreed === true || haveDisagreed(ticket),
    claimedAtMs: createdAtMs,
    ...(settled.length > 0 ? { settled } : {}),
  };
}
