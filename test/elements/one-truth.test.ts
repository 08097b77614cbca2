import { expect } from '@open-wc/testing';
import type { SidecardProvider } from '@sidecard/elements';
import { aCard, aShop, closeShops, says } from '../support/browser/cards.ts';
import { sees } from '../support/browser/panel.ts';
import {
  AGREE,
  ASK_EVIDENCE,
  BEGIN_REVIEW,
  BUYER,
  DECLINE,
  ESCALATE,
  HOST,
  ME,
  SEND_BACK,
  RECEIVE,
  STAFF,
  type Step,
} from '../support/browser/shop.ts';

const ASKED: readonly Step[] = [
  [ME, DECLINE],
  [BUYER, ESCALATE],
];
const REVIEWED: readonly Step[] = [...ASKED, [STAFF, BEGIN_REVIEW]];
const PAID: readonly Step[] = [
  [ME, AGREE],
  [BUYER, SEND_BACK],
  [ME, RECEIVE],
];
const ASK_BUYER = { command: 'request-evidence', fields: { from: ['buyer'], text: 'A photo of the rim.' } };

/** What each state is called wherever it is shown, with what happens next. */
const STATES: readonly (readonly [name: string, steps: readonly Step[], words: readonly string[]])[] = [
  ['requested', ASKED, ['Platform has been asked', 'Escalated to the platform; staff will start their review']],
  ['reviewing', REVIEWED, ['Platform is reviewing', 'Platform staff are reviewing both sides; you can still settle']],
  [
    'evidence asked of the shop',
    [...REVIEWED, [STAFF, ASK_EVIDENCE]],
    ['Platform staff request evidence from you; they go on once it is there'],
  ],
  [
    'evidence asked of the buyer',
    [...REVIEWED, [STAFF, ASK_BUYER]],
    ['Platform staff request evidence from the other side; they go on once it is there'],
  ],
  ['money pending', PAID, ['Refund of ¥258.00 in progress; the result is shown here']],
  [
    'money failed',
    [...PAID, [HOST, { command: 'record-settlement', choice: 'failed' }]],
    ['Refund of ¥258.00 failed; the platform has to retry it'],
  ],
];

describe('[R15] card and panel call a state by one name', () => {
  let provider: SidecardProvider | null;
  afterEach(() => {
    provider?.remove();
    closeShops();
  });

  for (const [name, steps, words] of STATES) {
    it(name, async () => {
      const shop = await aShop({ steps });
      const card = await aCard({ message: shop.message, client: shop.client() });
      provider = card.closest('sidecard-provider');
      const panel = document.createElement('sidecard-task');
      panel.ticketId = shop.ticketId;
      provider?.append(panel);
      await says(card, ...words);
      for (const word of words) await sees(panel, word);
      expect(provider).not.to.equal(null);
    });
  }

  it('[R45] failed money is red and carries the warning, pending money the sign for waiting', async () => {
    const failed = [HOST, { command: 'record-settlement', choice: 'failed' }] as const;
    const looks: string[] = [];
    for (const steps of [PAID, [...PAID, failed]]) {
      const shop = await aShop({ steps });
      const card = await aCard({ message: shop.message, client: shop.client() });
      provider = card.closest('sidecard-provider');
      const panel = document.createElement('sidecard-task');
      panel.ticketId = shop.ticketId;
      provider?.append(panel);
      await says(card, 'Refund of ¥258.00');
      await sees(panel, 'Refund of ¥258.00');
      const [onCard, inPanel] = ['.line', '[data-section=outcome] .notice'].map((place, i) =>
        [card, panel][i]?.shadowRoot?.querySelector(place),
      );
      const drawings = [onCard, inPanel].map((one) => one?.querySelector('path')?.getAttribute('d'));
      expect(drawings[0]).to.equal(drawings[1]);
      looks.push(drawings[0] ?? '', getComputedStyle(onCard!).color);
      provider?.remove();
    }
    const [waiting, grey, warning, red] = looks;
    expect(waiting).not.to.equal(warning);
    expect(grey).not.to.equal(red);
    expect(red).to.equal('rgb(176, 36, 28)');
  });
});
