import type { Ticket } from '../model/ticket.js';

/** What the platform does with a ticket, under one name wherever it is shown: `evidence` is asked of the reader, `evidence-of-other` is not. */
export type ShownIntervention = 'requested' | 'reviewing' | 'evidence' | 'evidence-of-other';

/**
 * Returns what the platform does with a ticket.
 *
 * @param side - the reader's party
 * @returns `undefined` outside an intervention
 */
export function shownIntervention(
  { intervention, asked }: Pick<Ticket, 'intervention' | 'asked'>,
  side: string | undefined,
): ShownIntervention | undefined {
  if (intervention === 'none') return undefined;
  if (asked.some(({ party }) => party === side)) return 'evidence';
  if (asked.length > 0) return 'evidence-of-other';
  return intervention === 'requested' ? 'requested' : 'reviewing';
}
