/** The product. */
import '@sidecard/elements';
import type { SidecardCard } from '@sidecard/elements';
import type { Contender } from '../page.ts';

export const contender: Contender = {
  define() {},
  create: ({ message }) => Object.assign(document.createElement('sidecard-card'), { message }),
  update: (card, { message }) => Object.assign(card as SidecardCard, { message }).updateComplete,
};
