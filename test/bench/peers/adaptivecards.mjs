// Adaptive Cards: a card is JSON, parsed and rendered; a change renders it again.
import { AdaptiveCard } from 'adaptivecards';
import { rowsOf } from './rows.mjs';

function render({ texts }) {
  const card = new AdaptiveCard();
  card.parse({
    type: 'AdaptiveCard',
    version: '1.5',
    body: rowsOf(texts).map(([name, text]) => ({
      type: 'TextBlock',
      text,
      wrap: name === 'line',
      weight: name === 'head' ? 'Bolder' : 'Default',
    })),
    actions: [{ type: 'Action.Submit', title: 'View task' }],
  });
  return card.render();
}

/** @type {import('../contenders/contender.ts').Contender} */
export const contender = {
  create(content) {
    const place = document.createElement('div');
    place.append(render(content));
    return place;
  },
  update(card, content) {
    card.replaceChildren(render(content));
  },
};
