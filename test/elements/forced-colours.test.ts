import { expect } from '@open-wc/testing';
import '@sidecard/elements/workbench';
import { emulateMedia, setViewport } from '@web/test-runner-commands';
import { aCard, aShop, closeShops, says } from '../support/browser/cards.ts';
import { open } from '../support/browser/overlay.ts';
import { allByRole, byRole, choose, press, seen, stillness, within } from '../support/browser/panel.ts';
import { COLLEAGUE, MAIN, type Shop, WATCHER } from '../support/browser/shop.ts';
import { waitUntil } from '../support/browser/wait-until.ts';
import { poorContrast } from '../support/stories/contrast.ts';

const CONTROLS = 'button, a[href], summary, select, textarea, input';

/** Texts, icons and edges that can hardly be told from what is behind them, and controls whose focus cannot. */
function unseen(root: Element): string[] {
  const faults = poorContrast(document).map(({ where, what }) => `${where}: ${what}`);
  for (const control of within(root)) {
    if (!control.matches(CONTROLS) || !control.checkVisibility({ visibilityProperty: true })) continue;
    const before = outlines(control);
    control.focus({ preventScroll: true, focusVisible: true });
    if (outlines(control) === before)
      faults.push(`no ring: ${control.localName}.${control.className} ${seen(control)}`);
    for (const { where, what } of poorContrast(document, ['focus-visible']))
      if (where.startsWith('focus ring')) faults.push(`${where}: ${what}`);
    control.blur();
  }
  return faults;
}

/** The outlines of a control and of the boxes that it may be in, which show its focus. */
function outlines(control: Element): string {
  const found: string[] = [];
  for (let box: Element | null = control; box && found.length < 5; box = box.parentElement) {
    const { outlineStyle, outlineWidth, outlineOffset } = getComputedStyle(box);
    found.push(outlineStyle === 'none' ? 'none' : `${outlineStyle} ${outlineWidth} ${outlineOffset}`);
  }
  return found.join();
}

for (const colorScheme of ['light', 'dark'] as const) {
  describe(`forced colours, ${colorScheme}`, () => {
    let shop: Shop;

    beforeEach(async () => {
      await emulateMedia({ forcedColors: 'active', colorScheme, reducedMotion: 'reduce' });
      await setViewport({ width: 1100, height: 900 });
      shop = await aShop();
    });
    afterEach(async () => {
      closeShops();
      await emulateMedia({ forcedColors: 'none', colorScheme: 'light' });
      await setViewport({ width: 1100, height: 700 });
    });

    it('card, panel, form and dialog can be seen, and what has focus, is filled or chosen', async () => {
      const card = await aCard({ message: shop.message, client: shop.client() });
      await says(card, 'Unclaimed');
      const panel = await open(card);
      stillness(document.body);
      expect(unseen(card), 'card').to.deep.equal([]);
      await byRole(panel, 'textbox');
      expect(unseen(panel), 'panel').to.deep.equal([]);
      const [agree, decline] = await Promise.all([
        byRole(panel, 'button', 'Agree to return'),
        byRole(panel, 'button', 'Decline'),
      ]);
      const fill = (button: Element): string => getComputedStyle(button).backgroundColor;
      expect(fill(agree)).not.to.equal(fill(decline));
      await choose(panel, 'Decline');
      await press(panel, 'Other', 'radio');
      expect(unseen(panel), 'form').to.deep.equal([]);
      const radios = allByRole(panel, 'radio') as HTMLInputElement[];
      const [chosen, others] = [radios.filter(({ checked }) => checked), radios.filter(({ checked }) => !checked)];
      const width = (element: Element): number => parseFloat(getComputedStyle(element).borderTopWidth);
      expect(width(chosen[0]!)).to.be.greaterThan(width(others[0]!));
      await setViewport({ width: 420, height: 800 });
      await waitUntil(() => panel.closest('dialog')?.matches(':modal'), 'a dialog');
      expect(unseen(panel), 'dialog').to.deep.equal([]);
      card.closest('sidecard-provider')?.closeTask();
    });

    it('the workbench can be seen, and what is new, and where its reader is', async () => {
      // Of the accounts that are there, one may handle tasks, and another may not.
      for (const who of [COLLEAGUE, WATCHER]) {
        const { session } = shop.client(who);
        session.subscribe(() => {});
        await waitUntil(() => session.get() !== undefined);
      }
      const provider = Object.assign(document.createElement('sidecard-provider'), { client: shop.client(MAIN) });
      provider.style.cssText = 'display: block; inline-size: 1100px; block-size: 800px';
      const workbench = document.createElement('sidecard-workbench');
      provider.append(workbench);
      document.body.append(provider);
      const rows = () => allByRole(workbench, '[role=row][data-ticket]');
      await waitUntil(() => rows().length === 1, 'a ticket');
      await waitUntil(() => rows()[0]!.querySelector('.dot'), 'it is new');
      stillness(document.body);
      expect(unseen(workbench), 'list').to.deep.equal([]);
      expect(rows()[0]!.querySelector('.dot')!.getBoundingClientRect().width).to.be.greaterThan(4);
      const entries = allByRole(workbench, '.entry');
      const lined = entries.filter((entry) => getComputedStyle(entry).outlineStyle !== 'none');
      expect(lined.map(seen)).to.deep.equal([seen(entries[0]!)]);
      workbench.path = '/accounts';
      const [off, on] = [false, true].map(
        (is) => () =>
          (allByRole(workbench, '[role=switch]') as HTMLInputElement[]).find(({ checked }) => checked === is),
      );
      await waitUntil(() => off!() && on!(), 'a switch that is on, and one that is off');
      const look = (input: Element) => getComputedStyle(input);
      // Where its knob is tells how it is set, in the colours of the system.
      expect(look(on!()!).backgroundImage).to.contain('circle at 22px');
      expect(look(off!()!).backgroundImage).to.contain('circle at 8px');
      const system = document.createElement('i');
      system.style.cssText = 'forced-color-adjust: none; color: ButtonText; background: Highlight';
      workbench.after(system);
      expect(look(off!()!).borderTopColor).to.equal(look(system).color);
      expect(look(on!()!).backgroundColor).to.equal(look(system).backgroundColor);
      provider.remove();
    });
  });
}
