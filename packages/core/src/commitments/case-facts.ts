import type { EventKind } from '../model/event-kinds.js';
import type { ItemQuantity } from '../model/field-values.js';
import type { Ticket } from '../model/ticket.js';
import type { CommitmentFacts } from './facts.js';

/** Lines of a history that tell of an attempt to agree that failed. */
const DISAGREEMENTS: readonly EventKind[] = ['declined', 'proposal-rejected'];

/**
 * What a ticket tells of its order's commitments: which fault was shown and when, for which items, that the sides did not agree, and what has been
 * made good. The ticket itself is the claim.
 */
export function commitmentFactsOf(
  ticket: Pick<
    Ticket,
    'request' | 'createdAtMs' | 'workflow' | 'intervention' | 'settlement' | 'rulings' | 'agreed'
  > & {
    readonly history: readonly { readonly kind: EventKind }[];
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
    negotiationFailed: hasDisagreed(ticket),
    claimedAtMs: createdAtMs,
    ...(settled.length > 0 ? { settled } : {}),
  };
}

/** Whether one side has said no to the other, or the platform had to come in. A history is kept in part, the state whole. */
function hasDisagreed({ workflow, intervention, rulings, history }: Parameters<typeof commitmentFactsOf>[0]): boolean {
  return (
    workflow === 'declined' ||
    intervention !== 'none' ||
    rulings.length > 0 ||
    history.some(({ kind }) => DISAGREEMENTS.includes(kind))
  );
}
