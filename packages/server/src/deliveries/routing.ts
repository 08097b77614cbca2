import { cardRecipients, routeCard, type CardAbout, type Recipient, type Routing } from '@sidecard/core';
import type { Services } from '../services.js';

/** How many faults are remembered as reported. */
const REMEMBERED = 1000;

/** Says which accounts get a card, those that it should go to first in front. */
export type CardRouter = (online: readonly Recipient[], about: CardAbout) => readonly string[];

/** Makes the one place that decides who gets a card (R9, R10). What is wrong with the installation's routing is reported once. */
export function createCardRouter(routing: Routing = cardRecipients, report: Services['report']): CardRouter {
  const reported = new Set<string>();
  return (online, about) => {
    const { accountIds, fault, cause } = routeCard(routing, online, about);
    if (fault) {
      const words = `The routing of cards, for merchant ${about.merchantId}: ${fault}.`;
      if (!reported.has(words)) report(fault === 'threw' ? cause : new Error(words));
      if (reported.size >= REMEMBERED) reported.clear();
      reported.add(words);
    }
    return accountIds;
  };
}
