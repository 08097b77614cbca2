/** The product, as sent: no client, so nothing but the message. */
import '@sidecard/elements/card';
import type { SidecardCard } from '@sidecard/elements/card';
import type { Contender } from './contender.ts';

export const contender: Contender = {
  create: ({ message }) => Object.assign(document.createElement('sidecard-card'), { message }),
  update: (card, { message }) => Object.assign(card as SidecardCard, { message }).updateComplete,
};
