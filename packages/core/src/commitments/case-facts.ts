import type { ItemQuantity } from '../model/field-values.js';
import type { Ticket } from '../model/ticket.js';
import type { CommitmentFacts } from './facts.js';

/** What the facts of an order derive from: a ticket, or its projection. */
export type CaseTicket = Pick<
  Ticket,
  'request' | 'createdAtMs' | 'workflow' | 'settlement' | 'ending' | 'rulings' | 'agreed' | 'disagreedAtMs'
> & {
  /** Set in projections, in place of `disagreedAtMs`. */
  readonly disagreed?: boolean;
};

/**
 * Derives the facts for an order's commitments from a ticket or its projection: which fault was shown, when and for which items, that
 * negotiation failed, and what has been settled. The ticket itself is the claim.
 */
export function commitmentFactsOf(ticket: CaseTicket): CommitmentFacts {
  const { request, createdAtMs, settlement } = ticket;
  const { reason } = request;
  const itemIds = itemsOf(ticket);
  const paid = settlement === 'succeeded' ? compensatedUnder(ticket) : undefined;
  return {
    ...(typeof reason === 'string' ? { faults: [{ code: reason, foundAtMs: createdAtMs }] } : {}),
    ...(itemIds ? { itemIds } : {}),
    negotiationFailed: hasDisagreed(ticket),
    claimedAtMs: createdAtMs,
    ...(paid === undefined ? {} : { settled: [paid] }),
  };
}

/** Whether negotiation has failed in a ticket (R37). */
export function hasDisagreed({ disagreed, disagreedAtMs }: Pick<CaseTicket, 'disagreed' | 'disagreedAtMs'>): boolean {
  return disagreed === true || disagreedAtMs !== undefined;
}

/** Returns the ids of the items that a ticket is about, if it names any. */
export function itemsOf({ request }: Pick<CaseTicket, 'request'>): readonly string[] | undefined {
  const { items } = request;
  return Array.isArray(items) ? (items as readonly ItemQuantity[]).map(({ itemId }) => itemId) : undefined;
}

/**
 * Returns the key of the commitment under which a ticket pays or has paid, or will if it ends as agreed. A ruling for the merchant pays
 * nothing. Before schema 3 only the ruling named the commitment.
 */
export function compensatedUnder({
  agreed,
  rulings,
  ending,
}: Pick<CaseTicket, 'agreed' | 'rulings' | 'ending'>): string | undefined {
  if (!agreed?.compensation || ending === 'ruled-for-merchant') return undefined;
  return agreed.commitment ?? rulings.filter(({ compensation }) => compensation).at(-1)?.commitment;
}
