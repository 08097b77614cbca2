import type { SidecardCard, SidecardProvider, SidecardTask } from '@sidecard/elements';
import { aTimeout, expect, fixture, html, nextFrame, oneEvent } from '@open-wc/testing';
import { BUILT_IN_COMMITMENTS } from '@sidecard/core';
import { emulateMedia, sendKeys, setViewport } from '@web/test-runner-commands';
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
import { byRole, choose } from '../support/browser/panel.ts';
import { pictureFile } from '../support/browser/pictures.ts';
import {
  ASK_EVIDENCE,
  BEGIN_REVIEW,
  BUYER,
  DECLINE,
  ESCALATE,
  ME,
  ORDER,
  type Shop,
  STAFF,
} from '../support/browser/shop.ts';
import { waitUntil } from '../support/browser/wait-until.ts';

const providerOf = (card: Element): SidecardProvider => card.closest('sidecard-provider') as SidecardProvider;

describe('the overlay', () => {
  let shop: Shop;
  let card: SidecardCard;
  let provider: SidecardProvider;

  before(() => setViewport({ width: 1100, height: 700 }));
  beforeEach(async () => {
    localStorage.clear();
    await emulateMedia({ reducedMotion: 'reduce' });
    shop = await aShop();
    card = await aCard({ message: shop.message, client: shop.client() });
    provider = providerOf(card);
    await says(card, 'Unclaimed');
  });
  afterEach(async () => {
    provider.closeTask();
    providerOnPage()?.closeTask();
    closeShops();
    document.body.removeAttribute('style');
    await setViewport({ width: 1100, height: 700 });
  });

  describe('[R5] [R6] pressing View task', () => {
    let panel: SidecardTask;
    beforeEach(async () => {
      panel = await open(card);
    });

    it('shows the ticket', () => {
      expect(panel.ticketId).to.equal(shop.ticketId);
      expect(textOf(panel)).to.contain('Return & refund');
    });
    it('stands at the end edge, full height, in the top layer', () => {
      const { right, top, bottom, width } = frameOf(provider)!.getBoundingClientRect();
      expect([right, top, bottom, width]).to.deep.equal([innerWidth, 0, innerHeight, 380]);
      expect(frameOf(provider)!.matches(':popover-open')).to.equal(true);
    });
    it('leaves the chat usable: it is not modal', () => {
      expect(frameOf(provider)!.matches(':modal')).to.equal(false);
      expect(document.elementFromPoint(...centre(card))).to.equal(card);
    });
    it('moves focus to the heading, not the first button', () => {
      expect(panel.shadowRoot?.activeElement?.localName).to.equal('h2');
    });
    it('is accessible', async () => {
      await expect(frameOf(provider)!).to.be.accessible();
    });
    it('does not stop when the card dies', async () => {
      card.remove();
      await aTimeout(0);
      expect(isShown(provider)).to.equal(true);
    });
    it('is one, however often it is asked for', () => {
      viewTask(card).click();
      provider.openTask(shop.ticketId);
      expect(provider.shadowRoot?.querySelectorAll('dialog')).to.have.length(1);
      expect(panelOf(provider) === panel, 'the element').to.equal(true);
    });
    it('shows another ticket in the same place', async () => {
      const other = await shop.another({ items: [{ ...ORDER.items[0], title: 'A teapot' }] });
      provider.openTask(other.ticketId);
      await waitUntil(() => textOf(panel).includes('A teapot'), 'the other ticket');
      expect(provider.shadowRoot?.querySelectorAll('sidecard-task')).to.have.length(1);
    });
    it('shows a linked ticket in the same place, and closes as that one', async () => {
      const fields = { items: [{ itemId: 'mug', quantity: 2 }], text: 'It is lost.' };
      const steps = [[ME, { command: 'hand-over', choice: 'resend', fields }]] as const;
      const other = await aShop({ type: 'delivery-issue', steps });
      provider.client = other.client();
      provider.openTask(other.ticketId);
      await waitUntil(() => textOf(panel).includes('Resend · ticket'), 'the link');
      const link = panel.shadowRoot?.querySelector<HTMLElement>('[data-act=open-ticket]');
      link?.click();
      await waitUntil(() => textOf(panel).includes('led to this ticket'), 'the linked ticket');
      expect(provider.shadowRoot?.querySelectorAll('sidecard-task')).to.have.length(1);
      const closed = oneEvent(document, 'sidecard-task-closed');
      press('Escape');
      expect((await closed).detail.ticketId).not.to.equal(other.ticketId);
    });
    it('stays open where its host moves it', async () => {
      const place = await fixture(html`<div></div>`);
      place.append(provider);
      await aTimeout(0);
      expect(isShown(provider)).to.equal(true);
    });
    it('leaves with its provider, and listens no more', async () => {
      provider.remove();
      await aTimeout(0);
      expect(isShown(provider)).to.equal(false);
      expect(press('Escape', document.body).defaultPrevented).to.equal(false);
    });
  });

  describe('asked for while it is loading', () => {
    it('is one, and shows what was asked for last', async () => {
      const other = await shop.another({ items: [{ ...ORDER.items[0], title: 'A teapot' }] });
      provider.openTask(shop.ticketId);
      provider.openTask(other.ticketId);
      await panelShown(() => provider, 'A teapot');
      expect(provider.shadowRoot?.querySelectorAll('sidecard-task')).to.have.length(1);
    });
  });

  describe('closing', () => {
    beforeEach(() => open(card));

    for (const [how, close] of Object.entries({
      'by its button': (): void =>
        panelOf(provider)?.shadowRoot?.querySelector<HTMLElement>('[data-act=close]')?.click(),
      'by Escape': (): void => void press('Escape'),
      'by Escape while focus is nowhere': (): void => {
        (deepActive() as HTMLElement).blur();
        press('Escape', document.body);
      },
      'by Escape on its edge': (): void => {
        const edge = frameOf(provider)?.querySelector<HTMLElement>('[role=separator]');
        edge?.focus();
        press('Escape', edge ?? document);
      },
    })) {
      it(`${how}: leaves nothing, and gives focus back to the card`, async () => {
        const closed = oneEvent(document, 'sidecard-task-closed');
        close();
        expect((await closed).detail).to.deep.equal({ ticketId: shop.ticketId });
        await panelGone(provider);
        expect(deepActive() === viewTask(card), 'the focus').to.equal(true);
      });
    }

    it('closes the details of a commitment first, wherever focus is', async () => {
      const other = await aShop({ policy: { commitments: BUILT_IN_COMMITMENTS } });
      provider.client = other.client();
      provider.openTask(other.ticketId);
      const details = () => panelOf(provider)?.shadowRoot?.querySelector<HTMLElement>('.details');
      await waitUntil(details, 'the commitments');
      details()?.showPopover();
      const frame = frameOf(provider)!;
      frame.focus();
      press('Escape', frame);
      expect(details()?.matches(':popover-open')).to.equal(false);
      await nextFrame();
      expect(isShown(provider)).to.equal(true);
      press('Escape', frame);
      await panelGone(provider);
    });

    it('can be prevented', async () => {
      const events: string[] = [];
      document.addEventListener('sidecard-task-close', (event) => event.preventDefault(), { once: true });
      document.addEventListener('sidecard-task-closed', ({ type }) => events.push(type), { once: true });
      press('Escape');
      await aTimeout(0);
      expect(isShown(provider)).to.equal(true);
      expect(events).to.deep.equal([]);
    });

    it('gives focus to the card that stands there now: the opener was destroyed and made anew', async () => {
      const place = card.parentElement;
      card.remove();
      const again = Object.assign(document.createElement('sidecard-card'), { message: shop.message });
      place?.append(again);
      await says(again, 'Unclaimed');
      press('Escape');
      await panelGone(provider);
      expect(deepActive() === viewTask(again), 'the focus').to.equal(true);
    });

    it('finds it inside of a host’s shadow root', async () => {
      const host = document.createElement('div');
      const again = Object.assign(document.createElement('sidecard-card'), { message: shop.message });
      host.attachShadow({ mode: 'open' }).append(again);
      provider.append(host);
      card.remove();
      await says(again, 'Unclaimed');
      press('Escape');
      await panelGone(provider);
      expect(deepActive() === viewTask(again), 'the focus').to.equal(true);
    });

    it('gives focus where the host says when there is no card any more', async () => {
      const input = await fixture<HTMLInputElement>(html`<input aria-label="Message" />`);
      provider.returnFocusTo = input;
      card.remove();
      press('Escape');
      await panelGone(provider);
      expect(deepActive() === input, 'the focus').to.equal(true);
    });

    it('leaves focus where the reader has gone meanwhile', async () => {
      const input = await fixture<HTMLInputElement>(html`<input aria-label="Message" />`);
      input.focus();
      provider.closeTask();
      await panelGone(provider);
      expect(deepActive() === input, 'the focus').to.equal(true);
    });

    it('Escape in the host’s own field is the host’s', async () => {
      const input = await fixture<HTMLInputElement>(html`<input aria-label="Message" />`);
      input.focus();
      press('Escape');
      await aTimeout(0);
      expect(isShown(provider)).to.equal(true);
    });
  });

  describe('in a host that', () => {
    for (const where of ['in the panel', 'nowhere']) {
      it(`swallows Escape, with focus ${where}`, async () => {
        await open(card);
        if (where === 'nowhere') (document.activeElement as HTMLElement).blur();
        const swallow = (event: Event): void => {
          event.preventDefault();
          event.stopImmediatePropagation();
        };
        document.addEventListener('keydown', swallow, { capture: true });
        try {
          await sendKeys({ press: 'Escape' });
          await panelGone(provider);
        } finally {
          document.removeEventListener('keydown', swallow, { capture: true });
        }
      });
    }

    it('clips, moves and speaks: it is whole and in view', async () => {
      const box = await fixture<HTMLElement>(
        html`<div
          aria-live="assertive"
          style="transform: translateX(10px); overflow: hidden; inline-size: 350px; block-size: 100px; contain: paint; position: relative; z-index: 2147483647"
        ></div>`,
      );
      box.append(provider);
      await open(card);
      const { left, right, top, bottom } = frameOf(provider)!.getBoundingClientRect();
      expect([right - left, top, bottom, right]).to.deep.equal([380, 0, innerHeight, innerWidth]);
      const heading = panelOf(provider)?.shadowRoot?.querySelector('h2');
      const at = document.elementFromPoint(...centre(heading!));
      expect(at === provider || provider.contains(at), 'what is on top there').to.equal(true);
    });

    it('has taken pointer events away', async () => {
      document.body.style.pointerEvents = 'none';
      await open(card);
      expect(getComputedStyle(panelOf(provider)!).pointerEvents).to.equal('auto');
    });

    it('closes its dialogs on a press outside, and fetches focus back', async () => {
      const heard: string[] = [];
      const types = ['pointerdown', 'mousedown', 'click', 'focusin', 'keydown', 'paste'];
      const hear = ({ type }: Event): void => void heard.push(type);
      await open(card);
      for (const type of types) document.addEventListener(type, hear);
      const button = panelOf(provider)?.shadowRoot?.querySelector('button');
      for (const type of types) button?.dispatchEvent(new Event(type, { bubbles: true, composed: true }));
      for (const type of types) document.removeEventListener(type, hear);
      expect(heard).to.deep.equal([]);
    });
  });

  describe('its width', () => {
    const width = (): number => frameOf(provider)!.getBoundingClientRect().width;
    let edge: HTMLElement;
    beforeEach(async () => {
      await open(card);
      edge = frameOf(provider)!.querySelector<HTMLElement>('[role=separator]')!;
      edge.focus();
    });

    it('follows the keys, between its ends', () => {
      for (const [key, expected] of [
        ['ArrowLeft', 396],
        ['ArrowRight', 380],
        ['End', 640],
        ['ArrowLeft', 640],
        ['Home', 320],
        ['ArrowRight', 320],
      ] as const) {
        press(key, edge);
        expect(width(), key).to.equal(expected);
        expect(edge.getAttribute('aria-valuenow')).to.equal(String(expected));
      }
    });
    it('is remembered', async () => {
      press('End', edge);
      provider.closeTask();
      await panelGone(provider);
      await open(card);
      expect(width()).to.equal(640);
    });
    it('is the host’s to choose', async () => {
      provider.closeTask();
      await panelGone(provider);
      provider.style.setProperty('--sidecard-task-inline-size', '500px');
      await open(card);
      expect(width()).to.equal(500);
    });
  });

  describe('in a window too narrow for both', () => {
    it('is modal and covers the chat', async () => {
      await setViewport({ width: 500, height: 700 });
      await open(card);
      expect(frameOf(provider)!.matches(':modal')).to.equal(true);
      expect(frameOf(provider)!.getBoundingClientRect().width).to.equal(500);
    });
    it('closes by Escape all the same', async () => {
      await setViewport({ width: 500, height: 700 });
      await open(card);
      await sendKeys({ press: 'Escape' });
      await panelGone(provider);
      expect(deepActive() === viewTask(card), 'the focus').to.equal(true);
    });
    it('hears that the browser has closed it, which a phone’s back button does without asking', async () => {
      await setViewport({ width: 500, height: 700 });
      await open(card);
      const closed = oneEvent(document, 'sidecard-task-closed');
      frameOf(provider)!.close();
      expect((await closed).detail).to.deep.equal({ ticketId: shop.ticketId });
      await panelGone(provider);
      await open(card);
      expect(isShown(provider)).to.equal(true);
    });
    it('becomes so when the window does, and keeps its panel and focus', async () => {
      const panel = await open(card);
      await setViewport({ width: 500, height: 700 });
      await waitUntil(() => frameOf(provider)!.matches(':modal'), 'it became modal');
      expect(panelOf(provider) === panel, 'the element').to.equal(true);
      expect(deepActive().localName).to.equal('h2');
      await setViewport({ width: 1100, height: 700 });
      await waitUntil(() => frameOf(provider)!.matches(':popover-open'), 'it is beside the chat again');
    });
  });

  describe('the viewer that is open in its panel', () => {
    it('stays above it when the window becomes too narrow for both, and wide again', async () => {
      provider.closeTask();
      const evidence = await aShop({
        pictures: true,
        steps: [
          [ME, DECLINE],
          [BUYER, ESCALATE],
          [STAFF, BEGIN_REVIEW],
          [STAFF, ASK_EVIDENCE],
        ],
      });
      const client = evidence.client();
      const sent = await client.pictures.upload(await pictureFile('one.png'));
      const fields = { text: 'Crushed.', pictures: sent.ok ? [sent.picture.id] : [] };
      await client.send(evidence.ticketId, { command: 'submit-evidence', fields });
      card = await aCard({ message: evidence.message, client });
      provider = providerOf(card);
      await says(card, 'Platform');
      const panel = await open(card);
      await choose(panel, /^History/);
      (await byRole(panel, 'button', 'Picture 1 of 1')).click();
      const viewer = panel.shadowRoot!.querySelector<HTMLDialogElement>('dialog.viewer')!;
      for (const width of [500, 1100]) {
        await setViewport({ width, height: 700 });
        await waitUntil(() => frameOf(provider)?.matches(':modal') === width < 900, `${width} px`);
        const isAbove = () => panel.shadowRoot!.elementFromPoint(width / 2, 350)?.closest('dialog') === viewer;
        await waitUntil(() => viewer.open && isAbove(), `above at ${width} px`);
      }
      viewer.close();
      await waitUntil(() => !viewer.isConnected, 'gone');
    });
  });

  describe('its motion', () => {
    it('slides in, and out before it leaves', async () => {
      await emulateMedia({ reducedMotion: 'no-preference' });
      await open(card);
      provider.closeTask();
      expect(frameOf(provider)?.getAnimations().length).to.be.greaterThan(0);
      await panelGone(provider);
    });
    it('is none for who wants none', async () => {
      await open(card);
      provider.closeTask();
      expect(frameOf(provider) === null, 'the element').to.equal(true);
    });
  });

  describe('of a card with a client and no provider', () => {
    beforeEach(async () => {
      card = await aCard({ message: shop.message });
      card.client = shop.client();
      card.style.setProperty('--sidecard-color-accent', '#c94a00');
      await says(card, 'Unclaimed');
      await open(card);
    });

    it('is at the end of the page, with the card’s client, tokens and direction', () => {
      expect(providerOnPage()?.client).to.equal(card.client);
      const { direction } = getComputedStyle(providerOnPage()!);
      expect(direction).to.equal('ltr');
      expect(getComputedStyle(panelOf(providerOnPage())!).getPropertyValue('--sidecard-color-accent')).to.equal(
        '#c94a00',
      );
    });
    it('is one: another client’s card takes it over', async () => {
      const other = await aShop({ order: { items: [{ ...ORDER.items[0], title: 'A teapot' }] } });
      const its = await aCard({ message: other.message });
      its.client = other.client();
      await says(its, 'A teapot', 'Unclaimed');
      viewTask(its).click();
      await panelShown(providerOnPage, 'A teapot');
      expect(document.querySelectorAll('body > sidecard-provider')).to.have.length(1);
      press('Escape');
      await waitUntil(() => !providerOnPage(), 'it is gone');
    });
    it('leaves nothing on the page', async () => {
      press('Escape');
      await waitUntil(() => !providerOnPage(), 'it is gone');
      expect(deepActive() === viewTask(card), 'the focus').to.equal(true);
    });
  });
});

function centre(element: Element): [x: number, y: number] {
  const { left, top, width, height } = element.getBoundingClientRect();
  return [left + width / 2, top + height / 2];
}
