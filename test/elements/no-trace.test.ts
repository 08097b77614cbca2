import type { SidecardCard, SidecardProvider } from '@sidecard/elements';
import { aTimeout, expect, fixture, html, oneEvent } from '@open-wc/testing';
import { emulateMedia, setViewport } from '@web/test-runner-commands';
import { aCard, aShop, closeShops, says } from '../support/browser/cards.ts';
import { deepActive, frameOf, isShown, open, panelGone, panelOf, providerOnPage } from '../support/browser/overlay.ts';
import { byRole, clearPage, formOpens, press, provide } from '../support/browser/panel.ts';
import type { Shop } from '../support/browser/shop.ts';
import { waitUntil } from '../support/browser/wait-until.ts';

/** Counts what listens to the window, the document and the body. */
function countListeners(): { readonly open: Set<string>; readonly stop: () => void } {
  const open = new Set<string>();
  const ids = new WeakMap<object, number>();
  let last = 0;
  const places = [window, document, document.body] as const;
  const nameOf = (place: number, type: string, listener: object, options: unknown): string => {
    if (!ids.has(listener)) ids.set(listener, ++last);
    const capture = typeof options === 'object' ? (options as AddEventListenerOptions | null)?.capture : options;
    return `${place} ${type} ${ids.get(listener)} ${capture === true}`;
  };
  places.forEach((place, index) => {
    const [add, remove] = [place.addEventListener.bind(place), place.removeEventListener.bind(place)];
    place.addEventListener = (
      type: string,
      listener: EventListenerOrEventListenerObject,
      options?: AddEventListenerOptions,
    ) => {
      if (listener && !options?.once) open.add(nameOf(index, type, listener, options));
      add(type, listener, options);
    };
    place.removeEventListener = (
      type: string,
      listener: EventListenerOrEventListenerObject,
      options?: EventListenerOptions,
    ) => {
      if (listener) open.delete(nameOf(index, type, listener, options));
      remove(type, listener, options);
    };
  });
  const stop = (): void => {
    for (const place of places)
      for (const name of ['addEventListener', 'removeEventListener']) Reflect.deleteProperty(place, name);
  };
  return { open, stop };
}

describe('a provider that its host takes away', () => {
  let shop: Shop;
  let card: SidecardCard;
  let provider: SidecardProvider;
  let place: ParentNode & Node;

  before(() => setViewport({ width: 1100, height: 700 }));
  beforeEach(async () => {
    await emulateMedia({ reducedMotion: 'reduce' });
    shop = await aShop();
    card = await aCard({ message: shop.message, client: shop.client() });
    provider = card.closest('sidecard-provider')!;
    place = provider.parentNode as HTMLElement;
    await says(card, 'Unclaimed');
  });
  afterEach(() => {
    provider.closeTask();
    providerOnPage()?.closeTask();
    clearPage();
    closeShops();
  });

  async function writes(): Promise<HTMLTextAreaElement> {
    const panel = await open(card);
    // Its draft may have opened it.
    const isOpen = () => panel.shadowRoot?.querySelector('[part~=form]');
    await waitUntil(() => isOpen() ?? panel.shadowRoot?.querySelector('[data-act=decline]'), 'the panel');
    if (!isOpen()) await press(panel, 'Decline');
    await formOpens(panel, 'Decline');
    return type(panel);
  }
  async function type(panel: Element): Promise<HTMLTextAreaElement> {
    const area = (await byRole(panel, 'textbox', 'Message to the buyer')) as HTMLTextAreaElement;
    area.focus();
    area.value = 'It left us whole.';
    area.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
    area.setSelectionRange(3, 7);
    return area;
  }

  for (const inside of ['itself', 'with all around it']) {
    it(`${inside}, with an open panel: page and provider are told, and nothing is left`, async () => {
      await open(card);
      const told: string[] = [];
      const tell = (who: string) => (event: Event) => told.push(`${who}: ${event.type}`);
      const [page, own] = [tell('page'), tell('provider')];
      for (const name of ['sidecard-panel-inset', 'sidecard-task-closed'] as const) {
        document.addEventListener(name, page);
        provider.addEventListener(name, own);
      }
      const closed = oneEvent(document, 'sidecard-task-closed');
      if (inside === 'itself') provider.remove();
      else (place as HTMLElement).remove();
      expect((await closed).detail).to.deep.equal({ ticketId: shop.ticketId });
      for (const name of ['sidecard-panel-inset', 'sidecard-task-closed'] as const)
        document.removeEventListener(name, page);
      expect(told).to.deep.equal([
        'provider: sidecard-panel-inset',
        'page: sidecard-panel-inset',
        'provider: sidecard-task-closed',
        'page: sidecard-task-closed',
      ]);
      expect(frameOf(provider)).to.equal(null);
      expect(provider.getAttribute('style')).to.equal(null);
    });
  }

  for (const [how, leave] of Object.entries({
    'closed by the reader': async (): Promise<void> => {
      provider.closeTask();
      await panelGone(provider);
      provider.remove();
    },
    'taken away with an open form': (): void => provider.remove(),
    'taken away while it loads': (): void => {
      provider.closeTask();
      provider.openTask(shop.ticketId);
      provider.remove();
    },
  })) {
    it(`leaves no listener, rule or global behind: ${how}`, async () => {
      // Whatever is loaded once is there from the first time.
      await writes();
      provider.closeTask();
      await panelGone(provider);
      provider.remove();
      await aTimeout(0);
      const globals = Object.keys(window).length;
      const body = document.body.childElementCount;
      const { open: listening, stop } = countListeners();
      try {
        place.append(provider);
        await says(card, 'Unclaimed');
        await writes();
        expect(listening.size).to.be.greaterThan(0);
        await leave();
        await aTimeout(0);
        await waitUntil(() => listening.size === 0, 'no listener', { timeout: 3_000 }).catch(() => {});
        expect([...listening]).to.deep.equal([]);
        stop();
        expect(Object.keys(window).length).to.equal(globals);
        expect([document.styleSheets.length, document.adoptedStyleSheets.length]).to.deep.equal([0, 0]);
        expect(document.body.childElementCount).to.equal(body);
        expect(document.documentElement.getAttribute('style')).to.equal(null);
      } finally {
        stop();
      }
    });
  }

  it('and puts back elsewhere, keeps its open panel: the same form, its text, caret and focus', async () => {
    const area = await writes();
    const panel = panelOf(provider);
    const elsewhere = await fixture<HTMLElement>(html`<div></div>`);
    for (const to of [elsewhere, place]) {
      to.appendChild(provider);
      await panel!.updateComplete;
      await aTimeout(0);
      expect([isShown(provider), panelOf(provider) === panel, area.isConnected]).to.deep.equal([true, true, true]);
      expect([deepActive() === area, area.value]).to.deep.equal([true, 'It left us whole.']);
      expect([area.selectionStart, area.selectionEnd]).to.deep.equal([3, 7]);
    }
  });

  it('and puts back elsewhere while it is modal, keeps focus where it was', async () => {
    await setViewport({ width: 500, height: 700 });
    try {
      const area = await writes();
      expect(frameOf(provider)!.matches(':modal')).to.equal(true);
      const elsewhere = await fixture<HTMLElement>(html`<div></div>`);
      elsewhere.appendChild(provider);
      await aTimeout(0);
      expect([frameOf(provider)!.matches(':modal'), deepActive() === area]).to.deep.equal([true, true]);
    } finally {
      await setViewport({ width: 1100, height: 700 });
    }
  });

  it('an element that is put back later takes no focus, also where the engine does not tell that it was lost', async () => {
    const { element } = provide('sidecard-task', shop.client(), shop.ticketId);
    const column = element.parentElement!;
    const button = await byRole(element, 'button', 'Decline');
    button.addEventListener('focusout', (event) => event.stopImmediatePropagation());
    button.focus();
    column.append(element);
    expect(deepActive() === button, 'moved').to.equal(true);
    element.remove();
    await aTimeout(0);
    column.append(element);
    expect(document.activeElement === document.body, 'put back').to.equal(true);
  });

  it('a panel in a column that is appended again, too', async () => {
    const { element } = provide('sidecard-task', shop.client(), shop.ticketId);
    await press(element, 'Decline');
    await formOpens(element, 'Decline');
    const area = await type(element);
    element.parentElement!.append(element);
    await element.updateComplete;
    expect([deepActive() === area, area.value, area.selectionEnd]).to.deep.equal([true, 'It left us whole.', 7]);
  });

  it('does not take focus from where the reader has gone before it moves', async () => {
    await writes();
    (deepActive() as HTMLElement).blur();
    await aTimeout(0);
    place.appendChild(provider);
    await aTimeout(0);
    expect(document.activeElement === document.body).to.equal(true);
  });
});

describe('elements without a ticket', () => {
  afterEach(closeShops);

  for (const tag of ['sidecard-card', 'sidecard-task', 'sidecard-staff-message', 'sidecard-conversation']) {
    it(`ask for none, and throw nothing: ${tag}`, async () => {
      const shop = await aShop();
      const client = shop.client();
      const paths: string[] = [];
      const request = client.line.request.bind(client.line);
      client.line.request = (asked) => {
        paths.push(asked.path);
        return request(asked);
      };
      const faults: string[] = [];
      const fault = (event: ErrorEvent | PromiseRejectionEvent): void => void faults.push(event.type);
      addEventListener('error', fault);
      addEventListener('unhandledrejection', fault);
      const provider = Object.assign(document.createElement('sidecard-provider'), { client });
      const element = document.createElement(tag);
      provider.append(element);
      document.body.append(provider);
      await import('@sidecard/elements/conversation');
      await waitUntil(() => client.session.get(), 'the session');
      await (element as SidecardCard).updateComplete;
      for (const id of ['', undefined, null]) {
        Object.assign(element, { ticketId: id });
        await (element as SidecardCard).updateComplete;
      }
      element.shadowRoot?.querySelector('button')?.click();
      await aTimeout(0);
      removeEventListener('error', fault);
      removeEventListener('unhandledrejection', fault);
      provider.remove();
      expect(faults).to.deep.equal([]);
      expect(paths.filter((path) => /tickets\/|undefined|null/.test(path))).to.deep.equal([]);
    });
  }
});
