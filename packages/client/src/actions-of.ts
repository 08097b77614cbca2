import { actionsWith } from '@sidecard/core/protocol';
import type { Action, Session, TicketView } from '@sidecard/core/wire';

/**
 * Returns the actions of a ticket for one account: those that need a permission the account lacks have the `disabledReason`
 * `permission-missing` (R11, R12). A projection is shared by an audience, so `view.actions` alone does not consider permissions.
 */
export function actionsOf(
  view: Pick<TicketView, 'actions'>,
  session: Pick<Session, 'party' | 'permissions'> | undefined,
): readonly Action[] {
  return actionsWith(view.actions, session?.permissions ?? []);
}
