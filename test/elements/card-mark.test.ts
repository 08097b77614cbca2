import { expect } from '@open-wc/testing';
import type { SidecardCard, SidecardProvider } from '@sidecard/elements';
import { aCard, aShop, closeShops, says } from '../support/browser/cards.ts';
import { open } from '../support/browser/overlay.ts';
import type { Shop } from '../support/browser/shop.ts';
import { waitUntil } from '../support/browser/wait-until.ts';

describe('[R5] the card whose panel is open', () => {
  let shop: Shop;
  let card: SidecardCard;
  let provider: SidecardProvider;
  const isMarked = (one: SidecardCard) =>
    one.shadowRoot?.querySelector('article')?.getAttribute('aria-current') === 'true';
  const marked = (one: SidecardCard) => waitUntil(() => isMarked(one), 'the card is marked');
  const unmarked = (one: SidecardCard) => waitUntil(() => !isMarked(one), 'the card is not marked');

  async function another(ticketId: string): Promise<SidecardCard> {
    const made = document.createElement('sidecard-card');
    made.ticketId = ticketId;
    provider.append(made);
    await says(made, 'Unclaimed');
    return made;
  }

  beforeEach(async () => {
    shop = await aShop();
    card = await aCard({ message: shop.message, client: shop.client() });
    provider = card.closest('sidecard-provider')!;
    await says(card, 'Unclaimed');
  });
  afterEach(() => {
    provider.closeTask();
    closeShops();
  });

  it('is marked with an edge at its start until the panel closes, at the same height', async () => {
    const height = card.offsetHeight;
    expect(isMarked(card)).to.equal(false);
    // `false` would be read as “not current item”
    const value = () => card.shadowRoot?.querySelector('article')?.getAttribute('aria-current');
    expect(value()).to.equal(null);
    await open(card);
    await marked(card);
    const edge = getComputedStyle(card.shadowRoot!.querySelector('article')!, '::before');
    expect([edge.borderInlineStartWidth, edge.position]).to.deep.equal(['3px', 'absolute']);
    expect(card.offsetHeight).to.equal(height);
    provider.closeTask();
    await unmarked(card);
    expect(value()).to.equal(null);
  });

  it('is the one of the ticket, wherever and whenever it is drawn', async () => {
    const { ticketId } = await shop.another();
    const other = await another(ticketId);
    await open(card);
    await marked(card);
    expect(isMarked(other)).to.equal(false);
    const late = await another(shop.ticketId);
    await marked(late);
    provider.openTask(ticketId);
    await marked(other);
    await unmarked(card);
    await unmarked(late);
  });

  it('is marked for a panel in a column of the page, too', async () => {
    const panel = document.createElement('sidecard-task');
    panel.ticketId = shop.ticketId;
    provider.append(panel);
    await marked(card);
    panel.close();
    await unmarked(card);
    panel.open = true;
    await marked(card);
    panel.remove();
    await unmarked(card);
  });

  it('is not that of another account’s client', async () => {
    const other = await aCard({ message: shop.message, client: shop.client() });
    await says(other, 'Unclaimed');
    await open(card);
    await marked(card);
    expect(isMarked(other)).to.equal(false);
  });
});
