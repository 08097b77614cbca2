import { eventRule } from './event-kinds.js';
import type { Change, TicketEvent } from './events.js';

/** Whether an event shows that negotiation failed: one side refused the other, or the platform had to intervene. */
export function isDisagreement({ kind, change }: Pick<TicketEvent, 'kind'> & { readonly change: Change }): boolean {
  const { workflow, intervention = 'none', rulings = [] } = change;
  return (
    eventRule(kind)?.disagreement === true || workflow === 'declined' || intervention !== 'none' || rulings.length > 0
  );
}
