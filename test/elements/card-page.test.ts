import type { SidecardCard } from '@sidecard/elements';
import { expect, fixture, html } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { aCard, aShop, closeShops, says, textOf, viewTask } from '../support/browser/cards.ts';
import { frameOf, isShown, panelGone, panelShown } from '../support/browser/overlay.ts';
import { DAY_MS, type Shop } from '../support/browser/shop.ts';
import { waitUntil } from '../support/browser/wait-until.ts';

describe('<sidecard-card> on a page', () => {
  let shop: Shop;
  let card: SidecardCard;
  beforeEach(async () => {
    shop = await aShop();
    card = await aCard({ message: shop.message });
  });
  afterEach(closeShops);

  describe('[R5] View task', () => {
    it('says which task: a list of buttons tells them apart', () => {
      const names = (viewTask(card).getAttribute('aria-labelledby') ?? '')
        .split(' ')
        .map((id) => card.shadowRoot?.getElementById(id)?.textContent);
      expect(names).to.deep.equal(['View task', 'Return & refund', 'Fog-blue handmade mug, 350 ml, pair']);
    });

    it('is announced to the page: bubbling, composed, with ids alone', () => {
      let heard: CustomEvent | undefined;
      document.addEventListener('sidecard-task-open', (event) => (heard = event), { once: true });
      viewTask(card).click();
      expect(heard?.detail).to.deep.equal({ ticketId: shop.ticketId });
      expect([heard?.bubbles, heard?.composed, heard?.cancelable]).to.deep.equal([true, true, true]);
    });

    it('reaches the page from inside of a host’s shadow root', () => {
      const host = document.createElement('div');
      host.attachShadow({ mode: 'open' }).append(card);
      document.body.append(host);
      let heard: CustomEvent | undefined;
      document.addEventListener('sidecard-task-open', (event) => (heard = event), { once: true });
      viewTask(card).click();
      host.remove();
      expect(heard?.detail).to.deep.equal({ ticketId: shop.ticketId });
    });

    it('opens nothing of ours when the host prevents it', async () => {
      const live = await aCard({ message: shop.message, client: shop.client() });
      document.addEventListener('sidecard-task-open', (event) => event.preventDefault(), { once: true });
      viewTask(live).click();
      expect(isShown(live.closest('sidecard-provider'))).to.equal(false);
    });
  });

  describe('by keyboard', () => {
    let opened: string[];
    const onOpen = (event: CustomEvent<{ ticketId: string }>): void => void opened.push(event.detail.ticketId);
    beforeEach(() => {
      opened = [];
      document.addEventListener('sidecard-task-open', onOpen);
      document.addEventListener('sidecard-task-open', prevent);
    });
    afterEach(() => {
      document.removeEventListener('sidecard-task-open', onOpen);
      document.removeEventListener('sidecard-task-open', prevent);
    });

    it('is one tab stop', async () => {
      const box = await fixture<HTMLElement>(
        html`<div><button>before</button><span></span><button>after</button></div>`,
      );
      box.querySelector('span')?.replaceWith(card);
      box.querySelector('button')?.focus();
      await sendKeys({ press: 'Tab' });
      expect(document.activeElement === card, 'the focus').to.equal(true);
      await sendKeys({ press: 'Tab' });
      expect(document.activeElement?.textContent).to.equal('after');
    });

    for (const key of ['Enter', 'Space']) {
      it(`${key} opens once`, async () => {
        card.focus();
        await sendKeys({ press: key });
        expect(opened).to.deep.equal([shop.ticketId]);
      });

      it(`${key} is not the host’s: it hears nothing of it`, async () => {
        const heard: string[] = [];
        const hear = (event: KeyboardEvent): void => void heard.push(event.key);
        for (const type of ['keydown', 'keyup'] as const) document.addEventListener(type, hear);
        card.focus();
        await sendKeys({ press: key });
        for (const type of ['keydown', 'keyup'] as const) document.removeEventListener(type, hear);
        expect(heard).to.deep.equal([]);
      });

      it(`${key} works where the host cancels keys`, async () => {
        const cancel = (event: Event): void => event.preventDefault();
        document.addEventListener('keydown', cancel, { capture: true });
        card.focus();
        await sendKeys({ press: key });
        document.removeEventListener('keydown', cancel, { capture: true });
        expect(opened).to.deep.equal([shop.ticketId]);
      });
    }

    it('leaves every other key to the host', async () => {
      const heard: string[] = [];
      const hear = (event: KeyboardEvent): void => void heard.push(event.key);
      document.addEventListener('keydown', hear);
      card.focus();
      await sendKeys({ press: 'ArrowDown' });
      await sendKeys({ press: 'Escape' });
      document.removeEventListener('keydown', hear);
      expect(heard).to.deep.equal(['ArrowDown', 'Escape']);
    });
  });

  describe('whose text has habits', () => {
    it('keeps its own', async () => {
      const box = await fixture<HTMLElement>(
        html`<div
          style="white-space: pre-wrap; letter-spacing: 3px; word-break: break-all; line-height: 3; text-transform: uppercase; font: 30px serif; text-align: end; hyphens: auto; list-style: none; cursor: wait"
        ></div>`,
      );
      const height = card.offsetHeight;
      box.append(card);
      await card.updateComplete;
      card.style.inlineSize = '320px';
      const { letterSpacing, wordBreak, textTransform, cursor, fontSize } = getComputedStyle(viewTask(card));
      expect([letterSpacing, wordBreak, textTransform, cursor, fontSize]).to.deep.equal([
        'normal',
        'normal',
        'none',
        'pointer',
        '14px',
      ]);
      expect(card.offsetHeight).to.equal(height);
    });

    it('can be pressed under pointer-events: none', async () => {
      const box = await fixture<HTMLElement>(html`<div style="pointer-events: none"></div>`);
      box.append(card);
      expect(getComputedStyle(viewTask(card)).pointerEvents).to.equal('auto');
    });
  });

  describe('that moves it to another document', () => {
    it('is dressed there, and back again', async () => {
      const frame = await fixture<HTMLIFrameElement>(html`<iframe title="pop-out"></iframe>`);
      const there = frame.contentDocument!;
      const radius = (): string | undefined =>
        card.ownerDocument.defaultView?.getComputedStyle(card.shadowRoot!.querySelector('article')!)
          .borderTopLeftRadius;
      const place = card.parentElement;
      there.body.append(card);
      await card.updateComplete;
      expect(radius()).to.equal('12px');
      place?.append(card);
      await card.updateComplete;
      expect(radius()).to.equal('12px');
    });

    it('is dressed when it was never anywhere else', async () => {
      const frame = await fixture<HTMLIFrameElement>(html`<iframe title="pop-out"></iframe>`);
      const fresh = Object.assign(document.createElement('sidecard-card'), { message: shop.message });
      frame.contentDocument?.body.append(fresh);
      await fresh.updateComplete;
      expect(textOf(fresh)).to.contain('Fog-blue');
      expect(fresh.shadowRoot?.adoptedStyleSheets.length).to.be.greaterThan(0);
    });
  });

  describe('that connects and disconnects it', () => {
    it('again and again: it follows the ticket where it is, and nothing where it is not', async () => {
      const client = shop.client();
      const live = await aCard({ message: shop.message, client });
      const place = live.parentElement;
      for (let i = 0; i < 20; i++) {
        live.remove();
        place?.append(live);
      }
      await says(live, 'Unclaimed');
      live.remove();
      await live.updateComplete;
      const store = client.ticket(shop.ticketId) as unknown as { readonly lc: number };
      expect(store.lc, 'listeners of the ticket').to.equal(0);
    });
  });

  describe('in and out of view', () => {
    it('counts where it is seen, and nowhere else', async () => {
      const shops = await Promise.all([0, 1].map(() => aShop({ openedMsAgo: 2 * DAY_MS - 30 * 60_000 - 4_000 })));
      const cards = [];
      for (const one of shops) cards.push(await aCard({ message: one.message, client: one.client() }));
      const [seen, unseen] = cards as [SidecardCard, SidecardCard];
      unseen.style.marginBlockStart = '5000px';
      for (const one of cards) await says(one, '30 min left');

      await says(seen, '29 min left');

      expect(textOf(unseen)).to.contain('30 min left');
      unseen.scrollIntoView();
      await says(unseen, '29 min left');
    }).timeout(20_000);
  });

  describe('where the panel does not load', () => {
    it('says so in its place, and can be asked again or closed', async () => {
      const frame = await fixture<HTMLIFrameElement>(
        html`<iframe
          title="broken"
          src="/test/elements/pages/broken.html"
          style="inline-size: 1000px; block-size: 600px"
        ></iframe>`,
      );
      const provider = (): Element | null | undefined => frame.contentDocument?.querySelector('sidecard-provider');
      const shown = (): string => frameOf(provider())?.textContent ?? '';
      await waitUntil(() => textOf(provider()?.querySelector('sidecard-card')).includes('Unclaimed'), 'live');
      viewTask(provider()!.querySelector('sidecard-card')!).click();
      await waitUntil(() => shown().includes('The panel failed to load.'), 'it says so');
      expect(frameOf(provider())?.querySelector('[role=alert]')).to.exist;

      const [again, close] = [...(frameOf(provider())?.querySelectorAll('button') ?? [])];
      expect(provider()?.shadowRoot?.activeElement).to.equal(again);
      again?.click();
      await waitUntil(() => shown().includes('The panel failed to load.'), 'it says so again');
      [...(frameOf(provider())?.querySelectorAll('button') ?? [])].at(-1)?.click();
      expect(close?.textContent).to.equal('Close');
      await panelGone(provider());
    }).timeout(20_000);
  });

  describe('with a strict policy', () => {
    it('breaks none of it: no inline style, no markup from text, no eval', async () => {
      const frame = await fixture<HTMLIFrameElement>(
        html`<iframe
          title="strict"
          src="/test/elements/pages/strict.html"
          style="inline-size: 1000px; block-size: 600px"
        ></iframe>`,
      );
      const page = (): (Window & { violations?: string[] }) | null => frame.contentWindow;
      const inside = (): Element | null | undefined => frame.contentDocument?.querySelector('sidecard-card');
      await waitUntil(() => textOf(inside() ?? undefined).includes('Unclaimed'), 'the card is live');
      viewTask(inside()!).click();
      await panelShown(() => frame.contentDocument?.querySelector('sidecard-provider'));
      expect(page()?.violations).to.deep.equal([]);
      const button = frame.contentWindow!.getComputedStyle(viewTask(inside()!));
      expect(button.borderTopLeftRadius, 'it has its sheets').to.equal('8px');
    }).timeout(20_000);
  });
});

function prevent(event: Event): void {
  event.preventDefault();
}
