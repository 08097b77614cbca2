import type { ActorView } from '@sidecard/core/wire';
import { format } from './message.js';
import type { PanelTexts } from './texts.js';

/**
 * Names whoever did something, to stand before a verb: "You", a colleague's name, else which side it was.
 *
 * @param accountId - of the reader
 * @returns `undefined` for the system's timers and the host's backend, who are nobody to a reader
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
