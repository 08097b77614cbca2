import { type EventKind, eventRule } from './event-kinds.js';
import type { Ticket } from './ticket.js';

/** Whether one side has refused the other, or the platform had to intervene. Needs the whole history, not only that of a projection. */
export function haveDisagreed({
  workflow,
  intervention,
  rulings,
  history,
}: Pick<Ticket, 'workflow' | 'intervention' | 'rulings'> & {
  readonly history: readonly { readonly kind: EventKind }[];
}): boolean {
  return (
    workflow === 'declined' ||
    intervention !== 'none' ||
    rulings.length > 0 ||
    history.some(({ kind }) => eventRule(kind)?.disagreement === true)
  );
}
