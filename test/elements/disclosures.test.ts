import { expect } from '@open-wc/testing';
import { byRole, clearPage, press, sees, show, within } from '../support/browser/panel.ts';
import {
  BEGIN_REVIEW,
  BUYER,
  DECLINE,
  ESCALATE,
  ME,
  openShop,
  type Shop,
  type ShopOptions,
  STAFF,
  WATCHER,
} from '../support/browser/shop.ts';
import { waitUntil } from '../support/browser/wait-until.ts';

/** A panel whose sections are a line each, and how it gets there. */
const STATES: Readonly<Record<string, { options?: ShopOptions; who?: typeof ME; form?: string }>> = {
  'beside an open form': { form: 'Decline' },
  'while the platform is intervening': {
    options: {
      steps: [
        [ME, DECLINE],
        [BUYER, ESCALATE],
        [STAFF, BEGIN_REVIEW],
      ],
    },
  },
  'to an account without the permission': { who: WATCHER },
};

describe('a disclosure in sidecard-task', () => {
  let shop: Shop;
  let panel: HTMLElement;
  const disclosures = () => [...within(panel)].filter((element) => element.matches('[aria-expanded][aria-controls]'));
  const isShown = (disclosure: Element) => {
    const body = panel.shadowRoot?.getElementById(disclosure.getAttribute('aria-controls') ?? '');
    return body!.checkVisibility({ visibilityProperty: true }) && body!.getBoundingClientRect().height > 0;
  };
  const agrees = (disclosure: Element) =>
    waitUntil(() => String(isShown(disclosure)) === disclosure.getAttribute('aria-expanded'), disclosure.textContent);

  afterEach(() => {
    clearPage();
    shop.close();
  });

  for (const [name, { options, who, form }] of Object.entries(STATES)) {
    it(`says whether what it controls is shown, before and after it is pressed, ${name}`, async () => {
      shop = await openShop(options);
      panel = show('sidecard-task', shop.client(who), shop.ticketId, { height: 1400 });
      if (form) await press(panel, form);
      else await sees(panel, who ? 'You do not have permission' : 'Platform intervening');
      await byRole(panel, 'button', /^Order/);
      await waitUntil(() => disclosures().length >= 2);
      for (const disclosure of disclosures()) {
        await agrees(disclosure);
        const before = disclosure.getAttribute('aria-expanded');
        disclosure.click();
        await waitUntil(() => disclosure.getAttribute('aria-expanded') !== before);
        await agrees(disclosure);
        disclosure.click();
        await waitUntil(() => disclosure.getAttribute('aria-expanded') === before);
        await agrees(disclosure);
      }
      const order = await byRole(panel, 'button', /^Order/);
      expect(order.getAttribute('aria-expanded')).to.equal('false');
    });
  }
});
