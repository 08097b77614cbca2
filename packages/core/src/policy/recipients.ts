import type { Policy } from './policy.js';

/** An account of the merchant as the routing sees it. */
export interface Recipient {
  readonly accountId: string;
  readonly main: boolean;
}

/**
 * Chooses who gets a new ticket's card among the accounts that are online (R9). Merchants do not choose (R10): this is set up once for
 * the installation. Nobody online, nobody chosen: the card then waits for the first who comes and whom this would choose.
 */
export function cardRecipients(online: readonly Recipient[], policy: Pick<Policy, 'recipients'>): readonly Recipient[] {
  return policy.recipients === 'all' ? online : online.filter(({ main }) => !main);
}
