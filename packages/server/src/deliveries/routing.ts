import { cardRecipients, type Routing } from '@sidecard/core';
import { routeCard } from '@sidecard/core/server';
import type { CardRouter, ServerContext } from '../context/context.js';

/** Maximum number of remembered faults. */
const REMEMBERED = 1000;

/** Creates the function that decides who gets a card (R9, R10). Reports each fault of the installation's routing once. */
export function createCardRouter(routing: Routing = cardRecipients, report: ServerContext['report']): CardRouter {
  const reported = new Set<string>();
  return (online, about) => {
    const { accountIds, fault, cause } = routeCard(routing, online, about);
    if (fault) {
      const text = `Card routing for merchant ${about.merchantId}: ${fault}.`;
      if (!reported.has(text)) report(fault === 'threw' ? cause : new Error(text));
      if (reported.size >= REMEMBERED) reported.clear();
      reported.add(text);
    }
    return accountIds;
  };
}
