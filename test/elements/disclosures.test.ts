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
  /** What is not shown need not be there. */
  const isShown = (disclosure: Element | undefined) => {
    const root = disclosure?.getRootNode() as ShadowRoot | undefined;
    const body = root?.getElementById(disclosure?.getAttribute('aria-controls') ?? '');
    return String(!!body?.checkVisibility({ visibilityProperty: true }) && body.getBoundingClientRect().height > 0);
  };

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
      const names = () => disclosures().map((disclosure) => disclosure.getAttribute('aria-controls') ?? '');
      // What loads last is there.
      const last = who ? 'section-buyer' : 'field-text-templates';
      await waitUntil(() => names().includes(last), last);
      for (const controls of names()) {
        // The element may be another one when what it shows is loaded again.
        const disclosure = () => disclosures().find((one) => one.getAttribute('aria-controls') === controls);
        const expanded = () => disclosure()?.getAttribute('aria-expanded');
        const agrees = (after: string) =>
          waitUntil(() => isShown(disclosure()) === expanded(), `${controls} ${after}: ${expanded()}`);
        await agrees('at first');
        const before = expanded();
        for (const goal of [before === 'true' ? 'false' : 'true', before]) {
          disclosure()?.click();
          await waitUntil(() => expanded() === goal, `${controls} is ${goal}`);
          await agrees('when pressed');
        }
      }
      const order = await byRole(panel, 'button', /^Order/);
      expect(order.getAttribute('aria-expanded')).to.equal('false');
    });
  }
});
