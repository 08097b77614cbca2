import type { SidecardCard, SidecardProvider, SidecardTask } from '@sidecard/elements';
import type { SidecardWorkbench } from '@sidecard/elements/workbench';
import '@sidecard/elements/workbench';
import { expect, fixture, html, nextFrame } from '@open-wc/testing';
import { emulateMedia, sendMouse } from '@web/test-runner-commands';
import { says, textOf, viewTask } from '../support/browser/cards.ts';
import { frameOf, isShown, panelGone, panelOf, panelShown } from '../support/browser/overlay.ts';
import { allByRole, byRole, clearPage, fill, formOpens, press, sees, show } from '../support/browser/panel.ts';
import {
  BEGIN_REVIEW,
  BUYER,
  COLLEAGUE,
  DECLINE,
  ESCALATE,
  ME,
  openShop,
  type Shop,
  STAFF,
} from '../support/browser/shop.ts';
import { waitUntil } from '../support/browser/wait-until.ts';

/** Another document of the page, in a window of its own. */
type Other = Window & typeof globalThis;

const PLACES: Readonly<Record<string, () => Promise<Other>>> = {
  'a frame': async () => {
    const frame = await fixture<HTMLIFrameElement>(html`<iframe title="chat" width="1000" height="700"></iframe>`);
    return frame.contentWindow as Other;
  },
  'a window that pops out': async () => {
    return open('about:blank', '', 'width=1000,height=700') as Other;
  },
  // Only Chromium has them.
  ...('documentPictureInPicture' in window && { 'a picture-in-picture window': pictureInPicture }),
};

/** Opens it as browsers want it: after a click. */
async function pictureInPicture(): Promise<Other> {
  const { documentPictureInPicture: source } = window as unknown as {
    documentPictureInPicture: { requestWindow(size: { width: number; height: number }): Promise<Other> };
  };
  const button = await fixture<HTMLButtonElement>(html`<button>Pop out</button>`);
  const opened = new Promise<Other>((resolve, reject) => {
    button.onclick = () => source.requestWindow({ width: 1000, height: 700 }).then(resolve, reject);
  });
  const { left, top } = button.getBoundingClientRect();
  await sendMouse({ type: 'click', position: [Math.ceil(left) + 3, Math.ceil(top) + 3] });
  return opened;
}

for (const [place, find] of Object.entries(PLACES)) {
  describe(`a chat that its host moves into ${place}`, () => {
    let shop: Shop;
    let other: Other;
    let provider: SidecardProvider;
    let card: SidecardCard;

    beforeEach(async () => {
      await emulateMedia({ reducedMotion: 'reduce' });
      shop = await openShop();
      other = await find();
      other.document.body.replaceChildren();
      provider = Object.assign(document.createElement('sidecard-provider'), { client: shop.client() });
      card = Object.assign(document.createElement('sidecard-card'), { message: shop.message });
      provider.append(card);
    });
    afterEach(() => {
      provider.closeTask();
      provider.remove();
      clearPage();
      shop.close();
      if (other.parent === other) other.close();
    });

    const move = (): void => other.document.body.append(provider);
    const background = (element: Element): string => other.getComputedStyle(element).backgroundColor;
    /** Presses a key as the browser does, in that window. */
    const type = (key: string, target: EventTarget, modifiers: EventModifierInit = {}): boolean => {
      const Key = other.KeyboardEvent;
      const path = { bubbles: true, composed: true, cancelable: true };
      return target.dispatchEvent(new Key('keydown', { key, ...path, ...modifiers }));
    };

    it('its card opens the panel there, drawn and with keys', async () => {
      document.body.append(provider);
      await says(card, 'Unclaimed');
      move();
      await says(card, 'Unclaimed');
      viewTask(card).click();
      const panel = await panelShown(() => provider);
      expect(panel.ownerDocument === other.document).to.equal(true);
      expect(background(frameOf(provider)!)).to.equal('rgb(255, 255, 255)');
      const button = await byRole(panel, 'button', 'Decline');
      expect(other.getComputedStyle(button).borderRadius).to.equal('8px');
      await press(panel, 'Decline');
      await formOpens(panel, 'Decline');
      expect(type('Escape', await byRole(panel, 'textbox', 'Message to the buyer'))).to.equal(false);
      await waitUntil(() => !panel.shadowRoot?.querySelector('[part~=form]'), 'folded');
      type('Escape', panel.shadowRoot!.querySelector('h2')!);
      await panelGone(provider);
      expect(other.document.activeElement === card).to.equal(true);
    });

    it('is created there: the same', async () => {
      move();
      await says(card, 'Unclaimed');
      expect(background(viewTask(card))).not.to.equal('rgba(0, 0, 0, 0)');
      viewTask(card).click();
      await panelShown(() => provider);
      expect(isShown(provider)).to.equal(true);
    });

    it('its card counts down there, which updates it no more often than it is asked to', async () => {
      document.body.append(provider);
      await says(card, 'Unclaimed');
      move();
      const update = card.requestUpdate.bind(card);
      let asked = 0;
      // an update that asked for the next one would let nothing else run
      card.requestUpdate = (...what) => (++asked < 100 ? update(...what) : undefined);
      // within some frames, the browser says that the card can be seen
      for (let frame = 0; frame < 10; frame++) {
        await nextFrame();
        card.requestUpdate();
      }
      expect(asked).to.be.lessThan(100);
    });

    it('takes its open panel along: text, focus and styles stay', async () => {
      document.body.append(provider);
      await says(card, 'Unclaimed');
      viewTask(card).click();
      const panel = await panelShown(() => provider);
      await press(panel, 'Decline');
      await formOpens(panel, 'Decline');
      const area = (await byRole(panel, 'textbox', 'Message to the buyer')) as HTMLTextAreaElement;
      area.focus();
      area.value = 'It left us whole.';
      area.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
      // whatever window has the focus by now
      await panel.updateComplete;
      move();
      await panel.updateComplete;
      expect([isShown(provider), panelOf(provider) === panel]).to.deep.equal([true, true]);
      const button = await byRole(panel, 'button', 'Collapse');
      expect(other.getComputedStyle(button).cursor).to.equal('pointer');
      expect(other.getComputedStyle(panel.shadowRoot!.querySelector('.panel')!).display).to.equal('flex');
      expect(area.value).to.equal('It left us whole.');
      expect(panel.shadowRoot?.activeElement === area, 'focus').to.equal(true);
      type('Escape', area);
      await waitUntil(() => !panel.shadowRoot?.querySelector('[part~=form]'), 'folded');
    });

    it('leaves no listener behind there, also while another panel is open elsewhere', async () => {
      document.body.append(provider);
      await says(card, 'Unclaimed');
      const column = show('sidecard-task', shop.client(), shop.ticketId);
      await byRole(column, 'button', 'Decline');
      const listening: string[] = [];
      const [add, remove] = [other.addEventListener.bind(other), other.removeEventListener.bind(other)];
      other.addEventListener = (type: string, ...rest: [EventListenerOrEventListenerObject]) => {
        listening.push(type);
        add(type, ...rest);
      };
      other.removeEventListener = (type: string, ...rest: [EventListenerOrEventListenerObject]) => {
        if (listening.includes(type)) listening.splice(listening.indexOf(type), 1);
        remove(type, ...rest);
      };
      viewTask(card).click();
      await panelShown(() => provider);
      move();
      expect(listening).to.include.members(['keydown', 'keypress', 'keyup']);
      document.body.append(provider);
      expect(listening).to.deep.equal([]);
    });

    it('opens a panel without a provider, too', async () => {
      other.document.body.append(card);
      card.client = shop.client();
      await says(card, 'Unclaimed');
      viewTask(card).click();
      const found = () => other.document.querySelector<SidecardProvider>('body > sidecard-provider');
      await panelShown(found);
      found()?.closeTask();
      await waitUntil(() => !found(), 'gone');
    });

    it('a panel in a column is drawn there, with the sheets of parts that had loaded before', async () => {
      const panel: SidecardTask = show('sidecard-task', shop.client(), shop.ticketId);
      await press(panel, 'Agree to return');
      await byRole(panel, 'textbox', 'Message to the buyer');
      const sheets = panel.shadowRoot!.adoptedStyleSheets.length;
      other.document.body.append(panel.parentElement!);
      await panel.updateComplete;
      // more parts may come meanwhile
      expect(panel.shadowRoot!.adoptedStyleSheets.length).to.be.at.least(sheets);
      expect(other.getComputedStyle(panel.shadowRoot!.querySelector('.panel')!).display).to.equal('flex');
      await shop.act(COLLEAGUE, DECLINE);
      await waitUntil(() => textOf(panel).includes('Declined'), 'what has changed');
    });

    it('a message to staff is sent from there with a key', async () => {
      await shop.act(ME, DECLINE);
      await shop.act(BUYER, ESCALATE);
      await shop.act(STAFF, BEGIN_REVIEW);
      const composer = show('sidecard-staff-message', shop.client(), shop.ticketId);
      await byRole(composer, 'textbox');
      other.document.body.append(composer.parentElement!);
      await press(composer, 'Progress update', 'radio');
      await fill(composer, /./, 'The carrier is looking for it.');
      type('Enter', await byRole(composer, 'textbox'), { ctrlKey: true });
      await sees(composer, /1 message .*The carrier is looking for it\./);
    });

    describe('a workbench there', () => {
      let workbench: SidecardWorkbench;

      beforeEach(() => {
        workbench = document.createElement('sidecard-workbench');
        provider.locale = 'en';
        provider.style.cssText = 'display: block; inline-size: 1000px; block-size: 600px';
        provider.replaceChildren(workbench);
        document.body.append(provider);
      });
      const rows = (): HTMLElement[] => allByRole(workbench, '[role=row][data-ticket]');

      it('has its rows one below the other, filters, and keys', async () => {
        await shop.another({ id: '2607999', buyer: { id: 'b2', name: 'Chen Xi' } });
        await waitUntil(() => rows().length === 2, 'both tickets');
        move();
        await workbench.updateComplete;
        await shop.another({ id: '2608000', buyer: { id: 'b3', name: 'Wang Lu' } });
        await waitUntil(() => rows().length === 3, 'one more');
        const tops = rows().map((row) => row.getBoundingClientRect().top);
        expect(new Set(tops).size, `rows at ${tops.join(', ')}`).to.equal(3);

        const heard: string[] = [];
        other.document.addEventListener('keydown', ({ key }) => heard.push(key));
        const types = (await byRole(workbench, 'select')) as HTMLSelectElement;
        expect(type('j', types), 'a letter in a filter is the browser’s').to.equal(true);
        expect(heard, 'and no key of the host').to.deep.equal([]);
        const active = () => workbench.shadowRoot?.querySelector('.line.active')?.getAttribute('data-index');
        const before = active();
        expect(type('j', rows()[0]!.querySelector('.open')!)).to.equal(false);
        await waitUntil(() => active() !== before, 'the next row');
        types.value = types.options[1]!.value;
        types.dispatchEvent(new other.Event('change', { bubbles: true }));
        await waitUntil(() => workbench.path.includes('type='), 'a filter');
      });

      it('leaves Escape to a field that its host has made there, in the slot', async () => {
        move();
        const field = other.document.createElement('input');
        field.slot = 'start';
        workbench.append(field);
        workbench.path = '/nowhere';
        await byRole(workbench, 'heading', 'There is nothing at this address');
        expect(type('Escape', field)).to.equal(true);
        expect(workbench.path).to.equal('/nowhere');
      });

      it('searches no word that an input method has not finished', async () => {
        const neighbour = workbench.cloneNode() as SidecardWorkbench;
        const beside = Object.assign(document.createElement('sidecard-provider'), { client: shop.client() });
        beside.style.cssText = provider.style.cssText;
        beside.append(neighbour);
        document.body.append(beside);
        move();
        const search = async (bench: SidecardWorkbench, text: string, isComposing: boolean): Promise<void> => {
          const field = (await byRole(bench, 'input[type=search]')) as HTMLInputElement;
          field.value = text;
          field.dispatchEvent(new other.InputEvent('input', { isComposing, bubbles: true, composed: true }));
        };
        await byRole(neighbour, 'input[type=search]');
        await search(workbench, 'n', true);
        await search(neighbour, '2607', false);
        // it pauses as long, and has begun later
        await waitUntil(() => neighbour.path.includes('2607'), 'the neighbour’s search');
        expect(workbench.path).to.equal('');
        beside.remove();
      });
    });
  });
}
