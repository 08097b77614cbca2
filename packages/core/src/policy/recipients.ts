import type { Permission } from '../model/actor.js';
import type { Policy } from './policy.js';

/** An account of the merchant as the routing sees it. */
export interface Recipient {
  readonly accountId: string;
  readonly main: boolean;
  /** To receive and to handle are different sets; a routing may let them be one. */
  readonly permissions: readonly Permission[];
}

/** What a card is about, for the routing. */
export interface CardAbout {
  readonly merchantId: string;
  /** The ticket's type. */
  readonly type: string;
  readonly policy: Policy;
}

/**
 * Chooses who gets a new ticket's card among the accounts that are online (R9). Merchants do not choose (R10): this is one function,
 * given at set-up for the installation. Nobody chosen: the card waits for the first who comes and whom this would choose. It is called
 * often and in the middle of other work, so that it answers at once and from memory.
 */
export type Routing = (online: readonly Recipient[], about: CardAbout) => readonly Pick<Recipient, 'accountId'>[];

/** The routing unless the installation has one of its own: all who are online, or as the policy says the sub-accounts alone. */
export const cardRecipients: Routing = (online, { policy }) =>
  policy.recipients === 'all' ? online : online.filter(({ main }) => !main);

/** Who gets a card, and what was wrong with the routing's answer. */
export interface Routed {
  readonly accountIds: readonly string[];
  /**
   * `threw`, `no-list`: the routing was of no use, and {@link cardRecipients} has chosen. `unknown-accounts`: it named somebody who is not
   * online, who was left out.
   */
  readonly fault?: 'threw' | 'no-list' | 'unknown-accounts';
  /** What it threw. */
  readonly cause?: unknown;
}

/** More accounts than a shop has online. */
const MOST_NAMED = 10_000;

/** Asks a routing, and takes of its answer what can be: accounts that are online, each once, in its order. Never throws. */
export function routeCard(routing: Routing, online: readonly Recipient[], about: CardAbout): Routed {
  const there = new Set(online.map(({ accountId }) => accountId));
  const byDefault = () => cardRecipients(online, about).map(({ accountId }) => accountId);
  try {
    // copies: what it does to them is its own affair
    const shown = online.map(({ accountId, main, permissions }) => ({ accountId, main, permissions }));
    const answer: unknown = routing(shown, about);
    if (!Array.isArray(answer)) return { accountIds: byDefault(), fault: 'no-list' };
    const named = new Set((answer as readonly Recipient[]).slice(0, MOST_NAMED).map(({ accountId }) => accountId));
    const accountIds = [...named].filter((id) => there.has(id));
    return accountIds.length < named.size ? { accountIds, fault: 'unknown-accounts' } : { accountIds };
  } catch (cause) {
    return { accountIds: byDefault(), fault: 'threw', cause };
  }
}
