import { expect } from '@open-wc/testing';
import { BUILT_IN_COMMITMENTS, type Locale } from '@sidecard/core';
import { type Overrides, type Texts } from '@sidecard/elements';
import type * as Axe from 'axe-core';
import 'axe-core';
import { byRole, choose, clearPage, fill, press, sees, show, stillness, within } from '../support/browser/panel.ts';
import {
  ADDRESS,
  ASK_EVIDENCE,
  BEGIN_REVIEW,
  BUYER,
  CLAIM,
  COLLEAGUE,
  DECLINE,
  ESCALATE,
  HOUR_MS,
  ME,
  NOW_MS,
  openShop,
  ORDER,
  RECEIVE,
  SEND_BACK,
  type Shop,
  type ShopOptions,
  STAFF,
  type Step,
  WATCHER,
} from '../support/browser/shop.ts';
import { waitUntil } from '../support/browser/wait-until.ts';

const INTERVENING: readonly Step[] = [
  [ME, DECLINE],
  [BUYER, ESCALATE],
  [STAFF, BEGIN_REVIEW],
  [STAFF, ASK_EVIDENCE],
  [ME, { command: 'leave-staff-message', fields: { purpose: 'progress-update', text: 'Reported to the carrier.' } }],
];

// it is no ES module, and leaves itself on the window
const { axe } = globalThis as unknown as { axe: typeof Axe };

interface State {
  readonly steps?: readonly Step[];
  /** The ticket, where it is no plain return. */
  readonly shop?: ShopOptions;
  readonly who?: typeof ME;
  /** What the reader does. */
  readonly act?: (panel: HTMLElement, shop: Shop) => Promise<void>;
}

const STATES: Readonly<Record<string, State>> = {
  'needs answer': { steps: [20 * HOUR_MS, [ME, CLAIM]] },
  'a form with a problem': {
    async act(panel) {
      await press(panel, /^(Decline|\u62d2\u7edd)$/);
      await fill(panel, /./, 'N');
      await waitUntil(() => panel.shadowRoot?.querySelector('.error'));
    },
  },
  'a form with a preview': {
    async act(panel) {
      await press(panel, /^(Agree to return|\u540c\u610f\u9000\u8d27)$/);
      await waitUntil(() => panel.shadowRoot?.querySelector('.bubble'));
    },
  },
  'an open menu': {
    async act(panel) {
      await press(panel, /^(More|Weiteres|\u66f4\u591a)$/);
      await byRole(panel, 'menuitem');
    },
  },
  'no permission': { who: WATCHER },
  'a colleague on it': { steps: [20 * HOUR_MS, [COLLEAGUE, CLAIM]] },
  conflict: {
    async act(panel, shop) {
      await press(panel, /^(Decline|\u62d2\u7edd)$/);
      await fill(panel, /./, 'No.');
      await shop.act(COLLEAGUE, { command: 'decline', fields: { reason: 'other', text: 'Whole.' } });
      await waitUntil(() => panel.shadowRoot?.querySelector('[data-section=changed]'));
    },
  },
  'platform intervening': { steps: INTERVENING },
  'evidence form': {
    steps: INTERVENING,
    async act(panel) {
      await press(panel, /^(Submit evidence|\u63d0\u4ea4\u51ed\u8bc1)$/);
      await waitUntil(() => panel.shadowRoot?.querySelector('[data-form]'));
    },
  },
  'a form with a day': {
    shop: { type: 'shipment-urging' },
    async act(panel) {
      await choose(panel, /^(Give the ship date|\u7b54\u590d\u53d1\u8d27\u65f6\u95f4)$/);
      await waitUntil(() => panel.shadowRoot?.querySelector('input[type=date]'));
    },
  },
  'a form with items and an amount': {
    shop: { type: 'delivery-issue' },
    async act(panel) {
      await choose(panel, /^(Refund instead|\u8f6c\u9000\u6b3e)$/);
      await waitUntil(() => panel.shadowRoot?.querySelector('input[type=number]'));
    },
  },
  'a form to rule with': {
    steps: INTERVENING,
    shop: { policy: { commitments: BUILT_IN_COMMITMENTS } },
    who: STAFF,
    async act(panel) {
      await choose(panel, /^(Refund, no return|\u9000\u6b3e\uff0c\u4e0d\u9000\u8d27)$/);
      await waitUntil(() => panel.shadowRoot?.querySelector('[data-form]'));
    },
  },
  'terms and parcels': {
    shop: { type: 'repair' },
    steps: [
      [ME, { command: 'agree', fields: { returnAddress: ADDRESS } }],
      [BUYER, SEND_BACK],
      [ME, RECEIVE],
      [
        ME,
        {
          command: 'propose',
          choice: 'quote',
          fields: { fee: { amountMinor: 3_800, currency: 'CNY' }, text: 'The warmer is broken.' },
        },
      ],
    ],
  },
  'a linked ticket': {
    shop: { type: 'delivery-issue' },
    steps: [
      [
        ME,
        {
          command: 'hand-over',
          choice: 'resend',
          fields: { items: [{ itemId: 'mug', quantity: 2 }], text: 'It is lost.' },
        },
      ],
    ],
  },
  commitments: {
    shop: {
      order: {
        closedAtMs: NOW_MS - 24 * HOUR_MS,
        carrier: 'ZTO',
        promised: {
          shipByMs: (ORDER.shippedAtMs ?? 0) - HOUR_MS,
          carrier: 'SF',
          returnUntilMs: NOW_MS + HOUR_MS,
          resendUntilMs: NOW_MS - 48 * HOUR_MS,
        },
      },
      policy: { commitments: BUILT_IN_COMMITMENTS },
    },
    act: async (panel) => void (await waitUntil(() => panel.shadowRoot?.querySelector('.commits'))),
  },
  ruled: {
    steps: [
      ...INTERVENING,
      [STAFF, { command: 'rule', choice: 'for-merchant', fields: { text: 'The shop is right.' } }],
    ],
  },
};

describe('sidecard-task for everybody', () => {
  let shop: Shop;
  let panel: HTMLElement;

  async function open(
    { steps = [], shop: options, who = ME, act }: State,
    locale: Locale,
    {
      scheme = 'light',
      width = 380,
      overrides,
    }: { scheme?: string; width?: number; overrides?: Overrides<Texts> } = {},
  ): Promise<void> {
    document.documentElement.style.colorScheme = scheme;
    document.body.style.background = 'Canvas';
    shop = await openShop({
      steps,
      locale,
      ...options,
      policy: { permissionGuideUrl: 'https://shop.example/guide', ...options?.policy },
    });
    panel = show('sidecard-task', shop.client(who), shop.ticketId, {
      locale,
      width,
      ...(overrides ? { overrides } : {}),
    });
    stillness(panel);
    await waitUntil(() => panel.shadowRoot?.querySelector('[data-section=history]'));
    await waitUntil(() => panel.shadowRoot?.querySelector('.action-bar, [data-section=outcome]'));
    await act?.(panel, shop);
    stillness(panel);
  }
  afterEach(() => {
    clearPage();
    shop.close();
    document.documentElement.style.colorScheme = '';
  });

  for (const [name, state] of Object.entries(STATES)) {
    for (const [locale, scheme] of [
      ['zh-CN', 'light'],
      ['en', 'dark'],
    ] as const) {
      it(`is clean to axe: ${name} (${locale}, ${scheme})`, async () => {
        await open(state, locale, { scheme });
        const { violations } = await axe.run(panel.parentElement ?? panel, {
          runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
          // rules about a whole page
          rules: { region: { enabled: false } },
        });
        expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).to.deep.equal(
          [],
        );
      });
    }

    it(`has targets of at least 24 px, and nothing cut, at 320 px with longer words: ${name}`, async () => {
      await open(state, 'en', { width: 320, overrides: longer() });
      const all = [...within(panel)].filter((element) => element.checkVisibility({ visibilityProperty: true }));
      const small = all
        .filter(
          (element) =>
            element.matches('button, a[href], select, textarea, label:has(input)') && !element.closest('.vh'),
        )
        .map((element) => ({ element, box: element.getBoundingClientRect() }))
        .filter(({ box }) => box.width < 24 || box.height < 23.9);
      expect(small.map(({ element }) => element.outerHTML)).to.deep.equal([]);
      const right = panel.getBoundingClientRect().right + 0.5;
      const cut = all.filter(
        (element) =>
          !element.matches('.vh, .vh *, .cut, svg, svg *, select, option, textarea, input') &&
          (element.getBoundingClientRect().right > right ||
            (getComputedStyle(element).overflowX !== 'visible' && element.scrollWidth > element.clientWidth + 1)),
      );
      expect(cut.map((element) => element.outerHTML.slice(0, 200))).to.deep.equal([]);
    });
  }

  for (const name of ['a form with a preview', 'a form with items and an amount', 'terms and parcels', 'commitments']) {
    it(`mirrors for right-to-left pages without overflowing: ${name}`, async () => {
      document.documentElement.dir = 'rtl';
      await open(STATES[name] ?? {}, 'en', { width: 320 });
      const { left, right } = panel.getBoundingClientRect();
      const out = [...within(panel)].filter((element) => {
        const box = element.getBoundingClientRect();
        return !element.matches('.vh, .vh *') && box.width > 0 && (box.left < left - 0.5 || box.right > right + 0.5);
      });
      document.documentElement.dir = '';
      expect(out.map((element) => element.outerHTML.slice(0, 120))).to.deep.equal([]);
    });
  }

  it('[R15] gives the status the colour of whose move it is, and the text field one ring', async () => {
    await open(STATES['a form with a problem'] ?? {}, 'en');
    const colour = (selector: string) => {
      const found = panel.shadowRoot?.querySelector(selector);
      return found ? getComputedStyle(found).color : '';
    };
    expect(colour('.mine .status')).to.equal(colour('.tile'));
    expect(colour('.mine .status')).not.to.equal(colour('.who'));
    const field = await byRole(panel, 'textbox');
    field.focus();
    expect(getComputedStyle(field).outlineStyle).to.equal('none');
    expect(getComputedStyle(field.closest('.send') ?? field).outlineStyle).to.equal('solid');
  });

  it('says nothing by itself when it opens', async () => {
    await open({}, 'en');
    await sees(panel, 'Agree to return');
    const regions = [...panel.shadowRoot!.querySelectorAll('[role=status]')];
    expect(regions.length).to.be.above(0);
    expect(regions.map(({ textContent }) => textContent.trim()).join('')).to.equal('');
  });

  it('hides the count of the time from ears, and gives them the moment', async () => {
    await open({}, 'en');
    const due = panel.shadowRoot?.querySelector('.due');
    expect(due?.querySelector('.left')?.getAttribute('aria-hidden')).to.equal('true');
    expect(due?.querySelector('.by')?.textContent).to.contain('by 5 Jul, 18:02');
  });
});

/** Words a third longer than the English, as other languages have them. */
function longer(): Overrides<Texts> {
  return {
    statuses: {
      'awaiting-merchant': 'Beantwortung steht noch aus',
      'platform-intervening': 'Plattform ist eingeschritten',
    },
    panel: { more: 'Weiteres' },
    sections: { request: 'Was der Käufer verlangt hat', history: 'Bisheriger Verlauf der Sache' },
    claim: { claim: 'Übernehmen', release: 'Wieder freigeben', takeOver: 'Von der Kollegin übernehmen' },
    form: {
      collapse: 'Zusammenklappen',
      sends: { agree: 'Zustimmen und dem Käufer Bescheid geben', decline: 'Ablehnen und dem Käufer Bescheid geben' },
      audience: {
        buyer: 'Das wird der Käufer zu lesen bekommen',
        staff: 'Das sehen nur Mitarbeiter der Plattform, nicht aber der Käufer',
      },
    },
    intervention: {
      steps: ['Angefordert', 'In Prüfung', 'Beweisaufnahme', 'Entscheidung'],
      settle: 'Stattdessen gütlich einigen',
    },
    conflict: { continue: 'Vom neuen Stand aus weitermachen', sayMore: 'Im Chat noch etwas dazu sagen' },
    blocked: { ask: 'Berechtigung anfordern', guide: 'Anleitung zu Berechtigungen' },
    staff: { title: 'Nachricht an die Plattformmitarbeiter', send: 'An Mitarbeiter senden' },
  };
}
