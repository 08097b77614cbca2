import { earlyHost, listenToKeys } from '../support/browser/host-keys.ts';
import type { SidecardCard, SidecardProvider, SidecardTask } from '@sidecard/elements';
import { expect, waitUntil } from '@open-wc/testing';
import { emulateMedia, sendKeys, setViewport } from '@web/test-runner-commands';
import { aCard, aShop, closeShops, PATIENCE, says, viewTask } from '../support/browser/cards.ts';
import { deepActive, isShown, open, panelGone } from '../support/browser/overlay.ts';
import { allByRole, byRole, clearPage, formOpens, press, show } from '../support/browser/panel.ts';
import { ASK_EVIDENCE, BEGIN_REVIEW, BUYER, DECLINE, ESCALATE, ME, type Shop, STAFF } from '../support/browser/shop.ts';

const INTERVENING = [
  [ME, DECLINE],
  [BUYER, ESCALATE],
  [STAFF, BEGIN_REVIEW],
  [STAFF, ASK_EVIDENCE],
] as const;

const key = (name: string) => sendKeys({ press: name });

/** Presses Tab, which may have to load what moves the focus. */
async function tab(name = 'Tab'): Promise<Element> {
  const before = deepActive();
  await key(name);
  await waitUntil(() => deepActive() !== before, 'focus moves', PATIENCE);
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
    await emulateMedia({ reducedMotion: 'reduce' });
    shop = await aShop();
    card = await aCard({ message: shop.message, client: shop.client() });
    provider = card.closest('sidecard-provider')!;
    await says(card, 'Unclaimed');
    panel = await open(card);
    await byRole(panel, 'button', 'Decline');
    await waitUntil(() => panel.shadowRoot?.querySelector('dialog.keys'), 'the tools', PATIENCE);
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

  const heard = (): readonly string[] => hosts.flatMap((host) => host.heard);

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
      await waitUntil(() => !panel.shadowRoot?.querySelector('[part~=form]'), 'the form is collapsed', PATIENCE);
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
      await waitUntil(() => deepActive().matches('input[type=radio]'), 'the message to staff', PATIENCE);
      await key('2');
      await waitUntil(() => deepActive().localName === 'textarea', 'its text', PATIENCE);
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
      await waitUntil(() => allByRole(inline, 'textbox', 'Message to the buyer').length === 0, 'folded', PATIENCE);
      await waitUntil(() => deepActive().getAttribute('data-act') === 'decline', 'focus', PATIENCE);
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
        expect(host.heard).to.deep.equal(all);
      }
    });
  });

  for (const [how, types] of [
    ['stop', ['keydown']],
    ['prevent', ['keydown']],
    ['prevent', ['keydown', 'keyup']],
  ] as const) {
    describe(`before the SDK, and ${how === 'stop' ? 'stops' : 'prevents'} ${types.join(' and ')}`, () => {
      beforeEach(() => {
        earlyHost.take = { keys: ['Tab', 'Escape'], how, types };
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
          const names: string[] = [];
          for (let i = 0; i < 8; i++) {
            names.push((await tab()).outerHTML.slice(0, 120));
          }
          return names;
        };
        const taken = await walk();
        earlyHost.take = undefined;
        expect(await walk()).to.deep.equal(taken);
      });

      it('Escape closes it', async () => {
        await key('Escape');
        await panelGone(provider);
        expect(isShown(provider)).to.equal(false);
        expect(deepActive()).to.equal(viewTask(card));
      });

      it('Escape closes it with focus nowhere', async () => {
        (document.activeElement as HTMLElement).blur();
        await key('Escape');
        await panelGone(provider);
      });
    });
  }
});
