import type { SidecardCard, SidecardProvider } from '@sidecard/elements';
import { expect, nextFrame } from '@open-wc/testing';
import { emulateMedia, setViewport } from '@web/test-runner-commands';
import { aCard, aShop, closeShops, says, textOf, viewTask } from '../support/browser/cards.ts';
import {
  deepActive,
  frameOf,
  isShown,
  open,
  panelGone,
  panelOf,
  panelShown,
  press,
  providerOnPage,
} from '../support/browser/overlay.ts';
import { byRole, formOpens, press as choose } from '../support/browser/panel.ts';
import { COLLEAGUE, ME, type Shop } from '../support/browser/shop.ts';
import { waitUntil } from '../support/browser/wait-until.ts';

/** What the test needs of another copy's overlay. */
interface Overlay {
  readonly isOpen: boolean;
  open(ticketId: string, opening: object): void;
}

describe('two accounts on one page', () => {
  let shop: Shop;
  let cards: readonly [SidecardCard, SidecardCard];
  let one: SidecardProvider;
  let two: SidecardProvider;
  let closed: Event[];
  const hear = (event: Event): void => void closed.push(event);

  before(() => setViewport({ width: 1100, height: 700 }));
  beforeEach(async () => {
    localStorage.clear();
    await emulateMedia({ reducedMotion: 'reduce' });
    shop = await aShop();
    cards = [
      await aCard({ message: shop.message, client: shop.client(ME) }),
      await aCard({ message: shop.message, client: shop.client(COLLEAGUE) }),
    ];
    [one, two] = cards.map((card) => card.closest('sidecard-provider')!) as [SidecardProvider, SidecardProvider];
    for (const card of cards) await says(card, 'Unclaimed');
    closed = [];
    document.addEventListener('sidecard-task-closed', hear);
  });
  afterEach(() => {
    document.removeEventListener('sidecard-task-closed', hear);
    for (const provider of [one, two, providerOnPage()]) provider?.closeTask();
    closeShops();
  });

  /** Every panel that is shown, wherever it is. */
  const shown = (): number =>
    [...document.querySelectorAll('sidecard-provider')].filter((each) => isShown(each)).length;

  it('have one panel between them: the later takes the place, and the page is told', async () => {
    await open(cards[0]);
    viewTask(cards[1]).focus();
    await open(cards[1]);
    expect([isShown(one), isShown(two), shown()]).to.deep.equal([false, true, 1]);
    expect(closed.map(({ target }) => target === one)).to.deep.equal([true]);
    expect(panelOf(two)?.contains(deepActive()) || two.shadowRoot?.activeElement === panelOf(two)).to.equal(true);
  });

  it('each Escape closes what is seen', async () => {
    await open(cards[0]);
    await open(cards[1]);
    press('Escape');
    await panelGone(two);
    expect(shown()).to.equal(0);
    expect(deepActive()).to.equal(viewTask(cards[1]));
    expect(press('Escape', document.body).defaultPrevented).to.equal(false);
    await open(cards[0]);
    press('Escape');
    await panelGone(one);
    expect(shown()).to.equal(0);
  });

  it('keep what was typed in the one that gave way', async () => {
    const panel = await open(cards[0]);
    await choose(panel, 'Decline');
    await formOpens(panel, 'Decline');
    const area = (await byRole(panel, 'textbox', 'Message to the buyer')) as HTMLTextAreaElement;
    area.focus();
    area.value = 'It left us whole.';
    area.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
    await open(cards[1]);
    expect(textOf(panelOf(two))).not.to.contain('It left us whole.');
    const again = await open(cards[0]);
    expect(shown()).to.equal(1);
    await formOpens(again, 'Decline');
    expect(((await byRole(again, 'textbox', 'Message to the buyer')) as HTMLTextAreaElement).value).to.equal(
      'It left us whole.',
    );
  });

  it('also with a panel at the end of the page, for a card without a provider', async () => {
    await open(cards[0]);
    const alone = await aCard({ message: shop.message });
    alone.client = shop.client(COLLEAGUE);
    await says(alone, 'Unclaimed');
    await open(alone);
    expect([shown(), isShown(providerOnPage())]).to.deep.equal([1, true]);
    await open(cards[1]);
    await waitUntil(() => !providerOnPage(), 'it is gone');
    expect(shown()).to.equal(1);
  });

  it('also with another copy of the SDK', async () => {
    const path = ['/packages/elements/src/overlay/overlay.ts', '?copy=2'].join('');
    const copy = (await import(path)) as { readonly TaskOverlay: new (host: object) => Overlay };
    const element = document.createElement('div');
    const root = element.attachShadow({ mode: 'open' });
    one.append(element);
    const texts = { label: '', width: '', loading: '', failed: '', retry: '', close: '' };
    const other = new copy.TaskOverlay({
      root,
      element,
      texts: () => ({ lang: 'en', overlay: texts }),
      returnFocusTo: () => undefined,
    });
    await open(cards[0]);
    other.open(shop.ticketId, {});
    expect([isShown(one), other.isOpen]).to.deep.equal([false, true]);
    await panelShown(() => element);
    viewTask(cards[1]).click();
    expect(other.isOpen).to.equal(false);
    await panelShown(() => two);
    expect(frameOf(element)).to.equal(null);
    await nextFrame();
  });
});
