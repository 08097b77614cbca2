import { expect, nextFrame } from '@open-wc/testing';
import { allByRole, byRole, clearPage, fill, formOpens, press, show } from '../support/browser/panel.ts';
import { openShop, type Shop } from '../support/browser/shop.ts';
import { waitUntil } from '../support/browser/wait-until.ts';

/** The keydown that ends a composition: WebKit sends it after `compositionend`, other engines before. */
const ENDINGS: Readonly<Record<string, KeyboardEventInit>> = {
  'before compositionend': { isComposing: true },
  'after compositionend, as in WebKit': { isComposing: false, keyCode: 229 },
};

/** @returns whether a key stays unused */
function unused(field: Element, key: string, ending: KeyboardEventInit, more: KeyboardEventInit = {}): boolean {
  const init = { key, bubbles: true, composed: true, cancelable: true, ...ending, ...more };
  return field.dispatchEvent(new KeyboardEvent('keydown', init));
}

describe('a key that ends a composition', () => {
  let shop: Shop;
  let panel: HTMLElement;
  beforeEach(async () => {
    shop = await openShop();
    panel = show('sidecard-task', shop.client(), shop.ticketId);
  });
  afterEach(() => {
    clearPage();
    shop.close();
  });

  for (const [when, ending] of Object.entries(ENDINGS)) {
    it(`folds no form and closes no panel: Escape ${when}`, async () => {
      let asked = 0;
      panel.addEventListener('sidecard-task-close', () => asked++);
      await press(panel, 'Decline');
      await formOpens(panel, 'Decline');
      const field = await byRole(panel, 'textbox', 'Message to the buyer');
      expect(unused(field, 'Escape', ending)).to.equal(true);
      await nextFrame();
      expect(allByRole(panel, 'textbox', 'Message to the buyer')).to.have.length(1);
      expect(asked).to.equal(0);
    });

    it(`sends nothing: Ctrl Enter ${when}`, async () => {
      await press(panel, 'Decline');
      await formOpens(panel, 'Decline');
      await press(panel, 'Other', 'radio');
      await fill(panel, 'Message to the buyer', '我们寄出时完好。');
      await waitUntil(() => allByRole(panel, 'button', 'Decline and tell He Yiqing').length === 1);
      const field = await byRole(panel, 'textbox', 'Message to the buyer');
      unused(field, 'Enter', ending, { ctrlKey: true });
      await nextFrame();
      expect(shop.backend.ticket(shop.ticketId)?.history.length).to.equal(1);
    });
  }
});
