import { besidePanel, provideClient, type SidecardCard } from '@sidecard/elements';
import { expect, nextFrame } from '@open-wc/testing';
import { emulateMedia, setViewport } from '@web/test-runner-commands';
import { aShop, closeShops, says } from '../support/browser/cards.ts';
import { deepActive, frameOf, open, panelGone, press, providerOnPage } from '../support/browser/overlay.ts';
import type { Shop } from '../support/browser/shop.ts';
import { waitUntil } from '../support/browser/wait-until.ts';

const WIDTHS = [900, 1024, 1180, 1280, 1600];

interface Chat {
  readonly app: HTMLElement;
  readonly column: HTMLElement;
  readonly composer: HTMLElement;
  readonly send: HTMLElement;
  readonly card: SidecardCard;
}

/** A chat as most kits draw one: conversations, the column with messages and composer, and at will something at its other side. */
function chat(shop: Shop, place: HTMLElement, { aside = 0, floating = false } = {}): Chat {
  place.innerHTML = `<div style="display: flex; block-size: 600px; font: 14px sans-serif">
    <nav style="flex: none; inline-size: 212px">Conversations</nav>
    <main style="position: relative; flex: 1; display: flex; flex-direction: column; border-inline-end: 1px solid red">
      <div style="flex: 1; overflow: auto"><div style="inline-size: 320px"><sidecard-card></sidecard-card></div></div>
      <footer style="display: flex; ${floating ? 'position: absolute; inset-inline: 0; inset-block-end: 0' : ''}">
        <textarea aria-label="Message" style="flex: 1; min-inline-size: 0"></textarea><button type="button">Send</button>
      </footer>
    </main>
    ${aside ? `<aside style="flex: none; inline-size: ${aside}px">The order</aside>` : ''}
  </div>`;
  const find = <Found extends HTMLElement>(selector: string): Found => place.querySelector<Found>(selector)!;
  const card = Object.assign(find<SidecardCard>('sidecard-card'), { message: shop.message });
  return { app: place, column: find('main'), composer: find('textarea'), send: find('button'), card };
}

/** Where a pointer does not reach an element: of its corners and its middle. */
function covered(element: HTMLElement): readonly string[] {
  const { left, right, top, bottom } = element.getBoundingClientRect();
  const points = [
    [left + 2, top + 2],
    [right - 2, top + 2],
    [left + 2, bottom - 2],
    [right - 2, bottom - 2],
    [(left + right) / 2, (top + bottom) / 2],
  ] as const;
  return points
    .filter(([x, y]) => document.elementFromPoint(x, y) !== element)
    .map(([x, y]) => `${innerWidth}: ${element.localName} at ${x},${y}`);
}

const unreachable = ({ composer, send }: Chat): readonly string[] => [composer, send].flatMap(covered);

describe('[R6] a chat beside the panel', () => {
  let shop: Shop;
  let place: HTMLElement;
  const undo: (() => void)[] = [];

  before(() => emulateMedia({ reducedMotion: 'reduce' }));
  beforeEach(async () => {
    localStorage.clear();
    shop = await aShop();
    document.body.style.margin = '0';
  });
  afterEach(async () => {
    (place as HTMLElementTagNameMap['sidecard-provider']).closeTask?.();
    providerOnPage()?.closeTask();
    for (const step of undo.splice(0)) step();
    place.remove();
    closeShops();
    document.body.removeAttribute('style');
    document.documentElement.removeAttribute('dir');
    await setViewport({ width: 1100, height: 700 });
  });

  /** A chat inside a provider. */
  async function inProvider(options?: Parameters<typeof chat>[2]): Promise<Chat> {
    place = Object.assign(document.createElement('sidecard-provider'), { client: shop.client() });
    document.body.append(place);
    const made = chat(shop, place, options);
    await says(made.card, 'Unclaimed');
    return made;
  }
  /** A chat whose client is given to the whole document, so that its panel is at the end of the page. */
  async function onPage(options?: Parameters<typeof chat>[2]): Promise<Chat> {
    place = document.createElement('div');
    document.body.append(place);
    const made = chat(shop, place, options);
    undo.push(provideClient(document, shop.client()));
    await says(made.card, 'Unclaimed');
    return made;
  }
  const help = (made: Chat): void => void undo.push(besidePanel(made.column));
  /** Waits for sizes to be observed. */
  const settled = async (): Promise<void> => {
    for (let i = 0; i < 4; i++) await nextFrame();
  };

  const WAYS: Readonly<Record<string, () => Promise<Chat>>> = {
    'that reads the property': async () => {
      const made = await inProvider();
      made.column.style.cssText += '; min-inline-size: 0; padding-inline-end: var(--sidecard-panel-inset, 0px)';
      return made;
    },
    'with the helper': async () => {
      const made = await inProvider();
      help(made);
      return made;
    },
    'with the helper, outside of the panel’s provider': async () => {
      const made = await onPage();
      help(made);
      return made;
    },
    'whose composer floats, with the helper': async () => {
      const made = await inProvider({ floating: true });
      help(made);
      return made;
    },
    'that ends before the window does, with the helper': async () => {
      const made = await inProvider({ aside: 60 });
      help(made);
      return made;
    },
    'from right to left, with the helper': async () => {
      document.documentElement.dir = 'rtl';
      const made = await inProvider();
      help(made);
      return made;
    },
  };
  for (const [name, way] of Object.entries(WAYS)) {
    it(`${name}: composer and send button can be reached at every width that has room for both`, async () => {
      await setViewport({ width: 1280, height: 700 });
      const made = await way();
      await open(made.card);
      const problems: string[] = [];
      for (const width of WIDTHS) {
        await setViewport({ width, height: 700 });
        await settled();
        problems.push(...unreachable(made));
        // as wide as the reader can drag it
        const edge = frameOf(made.card.closest('sidecard-provider') ?? providerOnPage())!.querySelector(
          '[role=separator]',
        )!;
        press('End', edge);
        await settled();
        problems.push(...unreachable(made));
        press('Home', edge);
      }
      expect(problems).to.deep.equal([]);
    });
  }

  it('has its room back afterwards, and nothing is left of it', async () => {
    const made = await inProvider();
    const before = made.column.style.cssText;
    const stop = besidePanel(made.column);
    const width = made.send.getBoundingClientRect().right;
    await open(made.card);
    expect(made.send.getBoundingClientRect().right).to.be.closeTo(width - 380, 1.01);
    press('Escape');
    await panelGone(place);
    expect(made.send.getBoundingClientRect().right).to.equal(width);
    expect(place.getAttribute('style')).to.equal(null);
    stop();
    expect(made.column.style.cssText).to.equal(before);
  });

  it('that comes while the panel is open makes room at once', async () => {
    const made = await onPage();
    await open(made.card);
    expect(unreachable(made)).to.have.length.greaterThan(0);
    help(made);
    expect(unreachable(made)).to.deep.equal([]);
  });

  it('hears how much room it is: on opening, on every change and on closing', async () => {
    const insets: number[] = [];
    const hear = ({ detail }: CustomEvent<{ readonly inset: number }>): void => void insets.push(detail.inset);
    document.addEventListener('sidecard-panel-inset', hear);
    undo.push(() => document.removeEventListener('sidecard-panel-inset', hear));
    const made = await inProvider();
    await open(made.card);
    press('End', frameOf(place)!.querySelector('[role=separator]')!);
    await waitUntil(() => insets.length === 2, 'the new width');
    expect(getComputedStyle(made.column).getPropertyValue('--sidecard-panel-inset')).to.equal('640px');
    await setViewport({ width: 899, height: 700 });
    await waitUntil(() => insets.length === 3, 'modal');
    await setViewport({ width: 1100, height: 700 });
    await waitUntil(() => insets.length === 4, 'beside');
    press('Escape');
    await panelGone(place);
    expect(insets).to.deep.equal([380, 640, 0, 640, 0]);
  });

  for (const [name, page, column] of [
    ['from right to left, on a page from left to right', 'ltr', 'rtl'],
    ['from left to right, on a page from right to left', 'rtl', 'ltr'],
  ] as const) {
    for (const late of [false, true]) {
      it(`${name}, makes room where the panel is${late ? ', also when it is open before' : ''}`, async () => {
        document.documentElement.dir = page;
        const made = await inProvider();
        made.column.dir = column;
        if (!late) help(made);
        await open(made.card);
        if (late) help(made);
        expect(unreachable(made)).to.deep.equal([]);
        const { left, right } = made.column.getBoundingClientRect();
        const of = made.composer.parentElement!.getBoundingClientRect();
        expect([of.left - left > 300, right - of.right > 300]).to.deep.equal([page === 'rtl', page === 'ltr']);
      });
    }
  }

  describe('docked at the end of the window', () => {
    const dock = (made: Chat): void => {
      made.column.style.cssText += '; position: fixed; inset-block: 0; inset-inline-end: 0; inline-size: 360px';
    };

    it('keeps its content: no border takes it all', async () => {
      const made = await inProvider();
      dock(made);
      help(made);
      await open(made.card);
      await settled();
      expect(made.composer.getBoundingClientRect().width).to.be.greaterThan(200);
    });

    it('can be moved aside by the property, also with the helper', async () => {
      const made = await inProvider();
      dock(made);
      made.column.style.insetInlineEnd = 'var(--sidecard-panel-inset, 0px)';
      const { width } = made.column.getBoundingClientRect();
      help(made);
      await open(made.card);
      await settled();
      expect(unreachable(made)).to.deep.equal([]);
      expect(made.column.getBoundingClientRect().width).to.equal(width);
    });
  });

  describe('whose panel moves into another document', () => {
    let other: Document;
    beforeEach(() => {
      const frame = document.createElement('iframe');
      Object.assign(frame.style, { inlineSize: '1000px', blockSize: '700px', border: '0' });
      document.body.append(frame);
      undo.push(() => frame.remove());
      other = frame.contentDocument!;
      other.body.style.margin = '0';
    });
    const taken = ({ column, send }: Chat): number =>
      Math.round(column.getBoundingClientRect().right - send.getBoundingClientRect().right);

    it('stays behind: it has its room back', async () => {
      const made = await inProvider();
      const rest = document.createElement('div');
      document.body.append(rest);
      undo.push(() => rest.remove());
      const stays = chat(shop, rest);
      help(stays);
      await open(made.card);
      expect(taken(stays)).to.equal(380);
      const insets: number[] = [];
      other.addEventListener('sidecard-panel-inset', ({ detail }) => insets.push(detail.inset));
      document.addEventListener('sidecard-panel-inset', ({ detail }) => insets.push(detail.inset), { once: true });
      other.body.append(place);
      expect(taken(stays)).to.equal(1);
      expect(insets).to.deep.equal([0, 380]);
    });

    it('goes with it: it makes room there, and has it back', async () => {
      const made = await inProvider();
      help(made);
      await open(made.card);
      other.body.append(place);
      expect(taken(made)).to.equal(380);
      (place as HTMLElementTagNameMap['sidecard-provider']).closeTask();
      expect(taken(made)).to.equal(1);
    });
  });

  it('stays where it is when the chat moves or changes its size', async () => {
    const made = await inProvider();
    help(made);
    await open(made.card);
    // A scrollbar takes room from the window.
    const at = () => {
      const { left, top, right, bottom } = frameOf(place)!.getBoundingClientRect();
      return [left, top, right, bottom - document.documentElement.clientHeight].join();
    };
    const before = at();
    made.app.firstElementChild!.setAttribute(
      'style',
      'display: flex; margin: 40px 0 0 90px; block-size: 400px; transform: translateX(5px)',
    );
    await settled();
    expect(at()).to.equal(before);
    expect(unreachable(made)).to.deep.equal([]);
  });

  for (const width of [899, 700, 360]) {
    it(`is covered at ${width} px by a dialog that says that it is modal`, async () => {
      await setViewport({ width, height: 700 });
      const made = await inProvider();
      help(made);
      const before = made.send.getBoundingClientRect().right;
      await open(made.card);
      const frame = frameOf(place)!;
      expect([frame.matches(':modal'), frame.ariaModal, frame.localName]).to.deep.equal([true, 'true', 'dialog']);
      expect(frame.getAttribute('aria-label')).to.equal('After-sales task');
      expect(frame.getBoundingClientRect().width).to.be.at.most(width);
      expect(made.send.getBoundingClientRect().right).to.equal(before);
      await setViewport({ width: 1100, height: 700 });
      await waitUntil(() => frame.matches(':popover-open'), 'it is beside the chat');
      expect(frame.ariaModal).to.equal(null);
      await settled();
      expect(unreachable(made)).to.deep.equal([]);
      press('Escape', deepActive());
      await panelGone(place);
    });
  }
});
