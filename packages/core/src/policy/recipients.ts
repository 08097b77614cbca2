import type { Permission } from '../model/actor.js';
import type { Policy } from './policy.js';

/** A merchant account, as seen by the routing. */
export interface Recipient {
  readonly accountId: string;
  readonly main: boolean;
  /** Receiving and handling are separate; a routing may combine them. */
  readonly permissions: readonly Permission[];
}

/** The subject of a card, for the routing. */
export interface CardAbout {
  readonly merchantId: string;
  /** Key of the ticket type. */
  readonly type: string;
  readonly policy: Policy;
}

/**
 * Chooses which online accounts get a new ticket's card (R9). Merchants do not choose (R10): the installation has one routing function. If
 * it returns none, the card waits for the first account that comes online and that it would choose. It is called often and inside
 * transactions, so it must be synchronous and must not do I/O.
 */
export type Routing = (online: readonly Recipient[], about: CardAbout) => readonly Pick<Recipient, 'accountId'>[];

/** The default routing: all online accounts or, depending on the policy, only sub-accounts. */
export const cardRecipients: Routing = (online, { policy }) =>
  policy.recipients === 'all' ? online : online.filter(({ main }) => !main);

/** Who gets a card, and any fault in the routing's answer. */
export interface Routed {
  readonly accountIds: readonly string[];
  /**
   * `threw`, `no-list`: the routing failed, and {@link cardRecipients} was used. `unknown-accounts`: it named accounts that are not online,
   * which were ignored.
   */
  readonly fault?: 'threw' | 'no-list' | 'unknown-accounts';
  /** The error that it threw. */
  readonly cause?: unknown;
}

/** More accounts than any shop has online. */
const MOST_NAMED = 10_000;

/** Calls a routing and returns the valid part of its answer: online accounts, each once, in its order. Never throws. */
export function routeCard(routing: Routing, online: readonly Recipient[], about: CardAbout): Routed {
  const there = new Set(online.map(({ accountId }) => accountId));
  const byDefault = () => cardRecipients(online, about).map(({ accountId }) => accountId);
  try {
    // Pass copies, because the routing may change them.
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
