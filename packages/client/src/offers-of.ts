import { type Offer, offersWith, type Session, type TicketView } from '@sidecard/core';

/**
 * The offers of a ticket as one account has them: what it lacks the permission for is `off: 'permission-missing'` (R11, R12). The
 * projection is shared by an audience, so that `view.offers` alone says what somebody of it may do.
 */
export function offersOf(
  view: Pick<TicketView, 'offers'>,
  session: Pick<Session, 'party' | 'permissions'> | undefined,
): readonly Offer[] {
  return offersWith(view.offers, session?.permissions ?? []);
}
