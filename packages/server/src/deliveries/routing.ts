import { cardRecipients, type Routing } from '@sidecard/core';
import { routeCard } from '@sidecard/core/server';
import type { CardRouter, ServerContext } from '../context/context.js';

/** How many reported faults are remembered. */
const REMEMBERED = 1000;

/** Makes what decides who gets a card (R9, R10). Each fault of the installation's routing is reported once. */
export function createCardRouter(routing: Routing = cardRecipients, report: ServerContext['report']): CardRouter {
  const reported = new Set<string>();
  return (online, about) => {
    const { accountIds, fault, cause } = routeCard(routing, online, about);
    if (fault) {
      const text = `The routing of cards, for merchant ${about.merchantId}: ${fault}.`;
      if (!reported.has(text)) report(fault === 'threw' ? cause : new Error(text));
      if (reported.size >= REMEMBERED) reported.clear();
      reported.add(text);
    }
    return accountIds;
  };
}
