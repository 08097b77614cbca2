import type { ActorView } from '@sidecard/core/wire';
import { format } from './message.js';
import type { PanelTexts } from './texts.js';

/**
 * Names an actor, for use before a verb: "You", a colleague's name, else the party.
 *
 * @param accountId - the reader's account
 * @returns `undefined` for timers and the host's backend, which users do not see as actors
 */
export function nameActor(
  by: ActorView,
  { parties }: Pick<PanelTexts, 'parties'>,
  accountId: string | undefined,
): string | undefined {
  switch (by.party) {
    case 'merchant':
      if (by.accountId !== undefined && by.accountId === accountId) return parties.you;
      return by.name ? format(parties.named, { name: by.name }) : parties.shop;
    case 'buyer':
      return parties.buyer;
    case 'staff':
      return parties.platform;
    default:
      return undefined;
  }
}
