import { type SidecardCard, type SidecardProvider, provideClient, scopeContext } from '@sidecard/elements';
import { expect, fixture, html } from '@open-wc/testing';
import { aCard, aShop, closeShops, says, textOf, viewTask } from '../support/browser/cards.ts';
import { isShown, panelShown, press, providerOnPage } from '../support/browser/overlay.ts';
import { type Shop, WATCHER } from '../support/browser/shop.ts';
import { waitUntil } from '../support/browser/wait-until.ts';

describe('<sidecard-provider>', () => {
  let shop: Shop;
  beforeEach(async () => {
    shop = await aShop();
  });
  afterEach(closeShops);

  function cardOf(message: unknown = shop.message): SidecardCard {
    return Object.assign(document.createElement('sidecard-card'), { message });
  }
  async function providers(count: number): Promise<SidecardProvider[]> {
    const place = await fixture<HTMLElement>(html`<div></div>`);
    return Array.from({ length: count }, () => {
      const provider = document.createElement('sidecard-provider');
      place.append(provider);
      return provider;
    });
  }

  it('has no box of its own', async () => {
    const [provider] = await providers(1);
    expect(getComputedStyle(provider!).display).to.equal('contents');
  });

  it('gives its client to cards that were there before it had one', async () => {
    const [provider] = await providers(1);
    const card = cardOf();
    provider!.append(card);
    await card.updateComplete;
    expect(textOf(card)).to.contain('Not verified');
    provider!.client = shop.client();
    await says(card, 'Unclaimed');
  });

  it('gives another client when it gets one', async () => {
    const card = await aCard({ message: shop.message, client: shop.client() });
    await says(card, 'Unclaimed');
    card.closest('sidecard-provider')!.client = shop.client(WATCHER);
    await says(card, 'You cannot handle this');
  });

  it('does not reach a card that has left it', async () => {
    const card = await aCard({ message: shop.message, client: shop.client() });
    await says(card, 'Unclaimed');
    const place = await fixture<HTMLElement>(html`<div></div>`);
    place.append(card);
    await card.updateComplete;
    expect(textOf(card)).to.contain('Not verified');
  });

  it('can stand beside another: each has its own client, words and panel', async () => {
    const [one, two] = await providers(2);
    one!.client = shop.client();
    two!.client = shop.client(WATCHER);
    two!.locale = 'zh-CN';
    const cards = [cardOf(), cardOf()] as const;
    one!.append(cards[0]);
    two!.append(cards[1]);
    await says(cards[0], 'Unclaimed');
    await says(cards[1], '您无处理权限');

    viewTask(cards[1]).click();

    await panelShown(() => two, '工单');
    expect(isShown(one)).to.equal(false);
    two!.closeTask();
  });

  it('inside of another takes from it what it has not', async () => {
    const [outer, inner] = await providers(2);
    outer!.client = shop.client();
    outer!.append(inner!);
    inner!.locale = 'zh-CN';
    const card = cardOf();
    inner!.append(card);
    await says(card, '待认领');
  });

  it('brings panels in the host’s own columns to life', async () => {
    const [provider] = await providers(1);
    provider!.client = shop.client();
    const panel = document.createElement('sidecard-task');
    panel.setAttribute('ticket-id', shop.ticketId);
    provider!.append(panel);
    await waitUntil(() => textOf(panel).includes('Return & refund'), 'the inline panel');
  });

  it('takes in what was set before its script was there', async () => {
    const client = shop.client();
    const plain = document.createElement('not-yet');
    // what an element that is upgraded later has: own properties that hide the accessors
    class Early extends (customElements.get('sidecard-provider') as typeof SidecardProvider) {}
    Object.assign(plain, { client, locale: 'zh' });
    document.body.append(plain);
    customElements.define('not-yet', Early);
    try {
      const card = cardOf();
      plain.append(card);
      await says(card, '待认领');
    } finally {
      plain.remove();
    }
  });
});

describe('provideClient', () => {
  let shop: Shop;
  let undo: (() => void) | undefined;
  beforeEach(async () => {
    shop = await aShop();
  });
  afterEach(() => {
    undo?.();
    closeShops();
  });

  it('answers for the whole document, also cards that asked before', async () => {
    const early = await aCard({ message: shop.message });
    undo = provideClient(document, shop.client(), { locale: 'en' });
    const late = await aCard({ message: shop.message });
    await says(early, 'Unclaimed');
    await says(late, 'Unclaimed');
  });

  it('its undo takes it back, and another can begin', async () => {
    const card = await aCard({ message: shop.message });
    undo = provideClient(document, shop.client());
    await says(card, 'Unclaimed');
    undo();
    await card.updateComplete;
    expect(textOf(card)).to.contain('Not verified');
    undo = provideClient(document, shop.client(WATCHER));
    await says(card, 'You cannot handle this');
  });

  it('yields to a provider', async () => {
    undo = provideClient(document, shop.client(WATCHER));
    const card = await aCard({ message: shop.message, client: shop.client() });
    await says(card, 'Unclaimed');
  });

  it('opens panels at the end of the page, one for all', async () => {
    undo = provideClient(document, shop.client());
    const cards = [await aCard({ message: shop.message }), await aCard({ message: shop.message })];
    for (const card of cards) await says(card, 'Unclaimed');
    for (const card of cards) viewTask(card).click();
    await panelShown(providerOnPage);
    expect(document.querySelectorAll('body > sidecard-provider')).to.have.length(1);
    press('Escape');
    await waitUntil(() => !providerOnPage(), 'it is gone');
  });
});

describe('two copies of the SDK on a page', () => {
  afterEach(closeShops);

  it('registering twice is harmless', async () => {
    const copy = ['/packages/elements/src/index.ts', '?copy=2'].join('');
    const defined = customElements.get('sidecard-card');
    await import(copy);
    for (const file of ['card/card.define.ts', 'provider/provider.define.ts', 'task/task.define.ts'])
      await import(['/packages/elements/src/', file, '?copy=2'].join(''));
    expect(customElements.get('sidecard-card')).to.equal(defined);
  });

  it('understand each other: the key of the context is the same', async () => {
    const path = ['/packages/elements/src/context/scope.ts', '?copy=2'].join('');
    const copy = (await import(path)) as { readonly scopeContext: unknown };
    expect(copy.scopeContext).to.equal(scopeContext);
  });

  it('a card of one copy goes live in the provider of the other', async () => {
    const path = ['/packages/elements/src/card/card.ts', '?copy=2'].join('');
    const copy = (await import(path)) as { readonly SidecardCard: typeof SidecardCard };
    expect(copy.SidecardCard).not.to.equal(customElements.get('sidecard-card'));
    if (!customElements.get('other-card')) customElements.define('other-card', class extends copy.SidecardCard {});
    const shop = await aShop();
    const first = await aCard({ message: shop.message, client: shop.client() });
    const card = document.createElement('other-card') as SidecardCard;
    card.message = shop.message;
    first.after(card);
    await says(card, 'Unclaimed');
  });
});
