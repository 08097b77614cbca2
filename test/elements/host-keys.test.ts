import { earlyHost, listenToKeys } from '../support/browser/host-keys.ts';
import type { SidecardCard, SidecardProvider, SidecardTask } from '@sidecard/elements';
import { expect, fixture, html, nextFrame } from '@open-wc/testing';
import { emulateMedia, sendKeys, setViewport } from '@web/test-runner-commands';
import type { Shop } from '../support/browser/shop.ts';
import { waitUntil } from '../support/browser/wait-until.ts';

// The SDK comes after the host that listens early, also where a bundler orders the modules.
const { aCard, aShop, closeShops, says, viewTask } = await import('../support/browser/cards.ts');
const { deepActive, frameOf, isShown, open, panelGone } = await import('../support/browser/overlay.ts');
const { allByRole, byRole, clearPage, formOpens, press, show } = await import('../support/browser/panel.ts');
const { ASK_EVIDENCE, BEGIN_REVIEW, BUYER, DECLINE, ESCALATE, ME, STAFF } = await import('../support/browser/shop.ts');

const INTERVENING = [
  [ME, DECLINE],
  [BUYER, ESCALATE],
  [STAFF, BEGIN_REVIEW],
  [STAFF, ASK_EVIDENCE],
] as const;

const key = (name: string) => sendKeys({ press: name });

/** Presses a key that means nothing to anybody, which tells where focus is. */
const settle = () => key('Shift');

/** Sends one of the events of a key, as where the browser or an input method has taken the others. */
function send(type: 'keydown' | 'keyup', name: string, init: KeyboardEventInit = {}): KeyboardEvent {
  const all = { key: name, code: name, bubbles: true, composed: true, cancelable: true };
  const event = new KeyboardEvent(type, { ...all, ...init });
  deepActive().dispatchEvent(event);
  return event;
}

/** Waits for what moves the focus, if anything does. The tests of Tab have loaded it. */
async function nothingMoves(): Promise<void> {
  await nextFrame();
  await nextFrame();
}

/** Presses Tab, which may have to load what moves the focus. */
async function tab(name = 'Tab'): Promise<Element> {
  const before = deepActive();
  await key(name);
  await waitUntil(() => deepActive() !== before, 'focus moves');
  return deepActive();
}

describe('keys in a host that listens to them', () => {
  let shop: Shop;
  let card: SidecardCard;
  let provider: SidecardProvider;
  let panel: SidecardTask;
  let hosts: ReturnType<typeof listenToKeys>[];

  before(() => setViewport({ width: 1100, height: 700 }));
  beforeEach(async () => {
    localStorage.clear();
    await emulateMedia({ reducedMotion: 'reduce' });
    shop = await aShop();
    card = await aCard({ message: shop.message, client: shop.client() });
    provider = card.closest('sidecard-provider')!;
    await says(card, 'Unclaimed');
    panel = await open(card);
    await byRole(panel, 'button', 'Decline');
    await waitUntil(() => panel.shadowRoot?.querySelector('dialog.keys'), 'the tools');
    // Where a host listens that came later than the SDK.
    hosts = [
      listenToKeys(window),
      listenToKeys(document),
      listenToKeys(document.body),
      listenToKeys(document, false),
      listenToKeys(window, false),
    ];
    earlyHost.heard = [];
  });
  afterEach(() => {
    earlyHost.take = undefined;
    for (const host of hosts) host.stop();
    provider.closeTask();
    clearPage();
    closeShops();
  });

  /** WebKit also sends a keypress of Escape. */
  const isEverywhere = (event: string): boolean => event !== 'keypress Escape';
  const heard = (): readonly string[] => hosts.flatMap((host) => host.heard).filter(isEverywhere);

  describe('later than the SDK', () => {
    it('no key of the panel reaches it, up or down, and each does what it does', async () => {
      await key('a');
      const form = await formOpens(panel, 'Agree');
      const area = form.querySelector('textarea')!;
      area.focus();
      area.value = '';
      await sendKeys({ type: 'Yes, a/r?' });
      await key('Enter');
      await key('ArrowLeft');
      await key('Backspace');
      await key('Control+z');
      await key('Escape');
      await waitUntil(() => !panel.shadowRoot?.querySelector('[part~=form]'), 'the form is collapsed');
      await key('Tab');
      await key('Shift+Tab');
      await key('Escape');
      await panelGone(provider);
      expect(heard()).to.deep.equal([]);
      expect(earlyHost.heard).to.include.members(['keydown Tab', 'keyup Tab']);
    });

    it('what is typed is text, and its keys are no shortcuts: also in a surface inside of the panel', async () => {
      const other = await aShop({ steps: INTERVENING });
      provider.client = other.client();
      provider.openTask(other.ticketId);
      await byRole(panel, 'button', 'Templates');
      await key('m');
      await waitUntil(() => deepActive().matches('input[type=radio]'), 'the message to staff');
      await key('2');
      await waitUntil(() => deepActive().localName === 'textarea', 'its text');
      await sendKeys({ type: 'a1?m' });
      expect((deepActive() as HTMLTextAreaElement).value).to.equal('a1?m');
      expect(panel.shadowRoot?.querySelector<HTMLDialogElement>('dialog.keys')?.open).not.to.equal(true);
      expect(heard()).to.deep.equal([]);
    });

    it('also of a panel in a column of its own, except for an Escape that it does not use', async () => {
      provider.closeTask();
      await panelGone(provider);
      const inline = show('sidecard-task', shop.client(), shop.ticketId);
      inline.placement = 'inline';
      await press(inline, 'Decline');
      await formOpens(inline, 'Decline');
      (await byRole(inline, 'textbox', 'Message to the buyer')).focus();
      await sendKeys({ type: 'abc' });
      await key('Escape');
      await waitUntil(() => allByRole(inline, 'textbox', 'Message to the buyer').length === 0, 'folded');
      await waitUntil(() => deepActive().getAttribute('data-act') === 'decline', 'focus');
      expect(heard()).to.deep.equal([]);
      await key('Escape');
      expect(new Set(heard())).to.deep.equal(new Set(['keydown Escape', 'keyup Escape']));
    });

    it('keys outside of our surfaces are its own', async () => {
      provider.closeTask();
      await panelGone(provider);
      viewTask(card).blur();
      await key('a');
      await key('Escape');
      for (const host of hosts) {
        const all = ['keydown a', 'keypress a', 'keyup a', 'keydown Escape', 'keyup Escape'];
        expect(host.heard.filter(isEverywhere)).to.deep.equal(all);
      }
    });
  });

  describe('a key that goes down elsewhere, and up here', () => {
    const isOpen = () => panel.shadowRoot?.querySelector('[part~=form]') != null;
    const writes = async (): Promise<HTMLElement> => {
      await press(panel, 'Decline');
      await formOpens(panel, 'Decline');
      const area = await byRole(panel, 'textbox', 'Message to the buyer');
      area.focus();
      await settle();
      return area;
    };

    it('an input method takes it: its Escape folds nothing, its Tab moves nothing', async () => {
      const area = await writes();
      for (const name of ['Escape', 'Tab', 'Escape', 'Tab']) {
        send('keydown', 'Process', { code: name, keyCode: 229, isComposing: true });
        send('keyup', name, { keyCode: name === 'Tab' ? 9 : 27 });
      }
      await nothingMoves();
      expect([isOpen(), deepActive() === area]).to.deep.equal([true, true]);
    });

    it('a frame: Tab comes to the panel, and goes no further', async () => {
      provider.closeTask();
      await panelGone(provider);
      const frame = await fixture<HTMLIFrameElement>(
        html`<iframe title="host" srcdoc="<button>Host</button>"></iframe>`,
      );
      await waitUntil(() => frame.contentDocument?.querySelector('button'), 'the frame');
      const inline = show('sidecard-task', shop.client(), shop.ticketId);
      inline.placement = 'inline';
      await byRole(inline, 'button', 'Decline');
      const first = async (): Promise<Element> => {
        frame.contentDocument!.querySelector('button')!.focus();
        await key('Tab');
        await waitUntil(() => deepActive().getRootNode() === inline.shadowRoot, 'in the panel');
        const reached = deepActive();
        await nothingMoves();
        expect(deepActive() === reached, 'it stays there').to.equal(true);
        return reached;
      };
      const reached = await first();
      expect((await first()) === reached, 'at the same place').to.equal(true);
      await key('Shift+Tab');
      expect(deepActive() === frame, 'which is the first').to.equal(true);
    });

    it('a host only stops it: Tab goes on by one', async () => {
      const walk = async (): Promise<readonly string[]> => {
        panel.shadowRoot?.querySelector('h2')?.focus();
        await settle();
        const names: string[] = [];
        for (let i = 0; i < 5; i++) {
          await key('Tab');
          await nothingMoves();
          names.push(deepActive().outerHTML.slice(0, 120));
        }
        return names;
      };
      const free = await walk();
      earlyHost.take = { keys: ['Tab'], how: 'only stop', types: ['keydown'] };
      expect(await walk()).to.deep.equal(free);
    });

    it('the browser changes the tab: focus stays', async () => {
      const area = await writes();
      for (const init of [{ ctrlKey: true }, { altKey: true }, { metaKey: true }]) {
        send('keyup', 'Tab', init);
        const stop = listenToKeys(window).stop;
        earlyHost.take = { keys: ['Tab'], how: 'prevent', types: ['keydown'] };
        send('keydown', 'Tab', init);
        send('keyup', 'Tab', init);
        stop();
      }
      await nothingMoves();
      expect(deepActive() === area).to.equal(true);
    });

    it('a popup of the browser: its Escape folds no form', async () => {
      await writes();
      send('keyup', 'Escape');
      expect(isOpen()).to.equal(true);
      const choice = panel.shadowRoot!.querySelector('[part~=form]')!.appendChild(document.createElement('select'));
      choice.focus();
      await settle();
      for (let i = 0; i < 3; i++) send('keyup', 'Escape');
      expect(isOpen()).to.equal(true);
      await key('Escape');
      await waitUntil(() => !isOpen(), 'its own folds it');
    });

    it('the full screen, or another window', async () => {
      await writes();
      for (const type of ['fullscreenchange', 'focus', 'fullscreenchange']) {
        window.dispatchEvent(new Event(type));
        send('keyup', 'Escape');
      }
      expect(isOpen()).to.equal(true);
    });
  });

  it('what the host has put into a panel is its own, with its keys', async () => {
    provider.closeTask();
    await panelGone(provider);
    const inline = show('sidecard-task', shop.client(), shop.ticketId);
    inline.placement = 'inline';
    await byRole(inline, 'button', 'Decline');
    const own = Object.assign(document.createElement('input'), { slot: 'tools' });
    inline.append(own);
    own.focus();
    await key('b');
    expect(own.value).to.equal('b');
    expect(new Set(heard())).to.deep.equal(new Set(['keydown b', 'keypress b', 'keyup b']));
  });

  it('a key is the same inside of the panel, with AltGr', () => {
    let seen: boolean | undefined;
    const see = (event: Event): void => {
      seen = (event as KeyboardEvent).getModifierState('AltGraph');
    };
    panel.shadowRoot!.addEventListener('keydown', see, { once: true, capture: true });
    const event = new KeyboardEvent('keydown', { key: '@', code: 'KeyQ', bubbles: true, composed: true });
    // WebKit knows it only of a key of its own.
    Object.defineProperty(event, 'getModifierState', { value: (name: string) => name === 'AltGraph' });
    deepActive().dispatchEvent(event);
    expect(seen).to.equal(true);
  });

  for (const [how, types] of [
    ['stop', ['keydown']],
    ['prevent', ['keydown']],
    ['prevent', ['keydown', 'keyup']],
  ] as const) {
    describe(`before the SDK, and ${how === 'stop' ? 'stops' : 'prevents'} ${types.join(' and ')}`, () => {
      beforeEach(() => {
        // An Escape that arrives, as before any host takes it.
        for (const type of ['keydown', 'keyup'] as const) send(type, 'Escape', { isComposing: true });
        earlyHost.take = { keys: ['Tab', 'Escape'], how, types };
        return settle();
      });

      it('Tab goes through the panel, both ways', async () => {
        const stops: Element[] = [];
        for (let i = 0; i < 5; i++) {
          stops.push(await tab());
        }
        expect(new Set(stops).size).to.equal(5);
        expect(stops.every((stop) => stop.getRootNode() === panel.shadowRoot)).to.equal(true);
        expect((await tab('Shift+Tab')) === stops[3], 'back by one').to.equal(true);
      });

      it('as it does where no host interferes', async () => {
        const walk = async (): Promise<readonly string[]> => {
          panel.shadowRoot?.querySelector('h2')?.focus();
          await settle();
          const names: string[] = [];
          while (names.length < 8) {
            const stop = (await tab()) as HTMLElement;
            // Firefox also stops at what scrolls, which ours need not.
            if (stop.tabIndex >= 0) names.push(stop.outerHTML.slice(0, 120));
          }
          return names;
        };
        const taken = await walk();
        earlyHost.take = undefined;
        expect(await walk()).to.deep.equal(taken);
      });

      const escape = async (): Promise<void> => {
        await key('Escape');
        // The first may have closed something of the browser's.
        if (how === 'stop') {
          expect(isShown(provider)).to.equal(true);
          await key('Escape');
        }
      };

      it('Tab goes on from the edge of the panel, which the host hears no key of', async () => {
        const edge = frameOf(provider)!.querySelector<HTMLElement>('[role=separator]')!;
        edge.focus();
        await settle();
        for (const host of hosts) host.heard = [];
        await key('a');
        await key('ArrowLeft');
        expect(heard()).to.deep.equal([]);
        expect(edge.ariaValueNow).to.equal('396');
        expect((await tab()).getRootNode() === panel.shadowRoot).to.equal(true);
      });

      it('Escape closes it', async () => {
        await escape();
        await panelGone(provider);
        expect(isShown(provider)).to.equal(false);
        expect(deepActive()).to.equal(viewTask(card));
      });

      it('Escape closes it with focus nowhere', async () => {
        (document.activeElement as HTMLElement).blur();
        await settle();
        await escape();
        await panelGone(provider);
      });
    });
  }
});
