import type { SidecardCard } from '@sidecard/elements';
import { expect } from '@open-wc/testing';
import { emulateMedia, setViewport } from '@web/test-runner-commands';
import { aCard, aShop, closeShops, says } from '../support/browser/cards.ts';
import { open } from '../support/browser/overlay.ts';
import { byRole, choose, focused, press, sees, show } from '../support/browser/panel.ts';
import { waitUntil } from '../support/browser/wait-until.ts';

describe('a low window (WCAG 1.4.10: 1280 × 1024 at 400 % is 320 × 256)', () => {
  let card: SidecardCard;

  beforeEach(() => emulateMedia({ reducedMotion: 'reduce' }));
  afterEach(async () => {
    card.closest('sidecard-provider')?.closeTask();
    closeShops();
    await setViewport({ width: 1100, height: 700 });
  });

  for (const [width, height] of [
    [320, 256],
    [320, 400],
    [900, 256],
    [360, 300],
  ] as const) {
    it(`[R7] of ${width} × ${height}: the button that sends can be reached and read whole`, async () => {
      await setViewport({ width, height });
      const shop = await aShop();
      card = await aCard({ message: shop.message, client: shop.client() });
      await says(card, 'Unclaimed');
      const panel = await open(card);
      await choose(panel, 'Decline');
      const text = await byRole(panel, 'textbox');
      text.focus();
      (await byRole(panel, 'button', /^Decline and tell/)).focus();
      await waitUntil(() => within(focused()!), `${JSON.stringify(focused()?.getBoundingClientRect())}`);
      await sees(panel, 'Decline');
    });
  }
});

/** Whether all of an element's height is in the window, and nothing lies over its middle. */
function within(element: Element): boolean {
  const { top, bottom, left, width } = element.getBoundingClientRect();
  const y = (top + bottom) / 2;
  let on = document.elementFromPoint(left + width / 2, y);
  while (on?.shadowRoot) {
    const inner: Element | null = on.shadowRoot.elementFromPoint(left + width / 2, y);
    if (!inner || !on.shadowRoot.contains(inner)) break;
    on = inner;
  }
  return top >= 0 && bottom <= innerHeight && on !== null && element.contains(on);
}

describe('a narrow panel', () => {
  afterEach(closeShops);

  it('keeps an amount inside its form, whatever the width of a font’s characters', async () => {
    const shop = await aShop();
    const panel = show('sidecard-task', shop.client(), shop.ticketId, { width: 320 });
    await press(panel, 'Agree to return');
    const amount = (await byRole(panel, 'textbox', 'Refund amount')) as HTMLInputElement;
    // A font’s average character, twenty of which an input would like to show, is as wide as 1 em in some.
    amount.size = 60;
    const field = amount.closest('.money')!.getBoundingClientRect();
    const form = amount.closest('.form')!.getBoundingClientRect();
    expect(field.right).to.be.at.most(form.right);
    expect(amount.offsetWidth).to.be.greaterThan(100);
  });
});
