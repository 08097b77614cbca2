import { type Action, actionsWith, type Session, type TicketView } from '@sidecard/core';

/**
 * The offers of a ticket as one account has them: what it lacks the permission for is `off: 'permission-missing'` (R11, R12). The
 * projection is shared by an audience, so that `view.offers` alone says what somebody of it may do.
 */
export function actionsOf(
  view: Pick<TicketView, 'actions'>,
  session: Pick<Session, 'party' | 'permissions'> | undefined,
): readonly Action[] {
  return actionsWith(view.actions, session?.permissions ?? []);
}
