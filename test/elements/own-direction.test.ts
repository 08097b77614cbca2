import { expect } from '@open-wc/testing';
import '@sidecard/elements';
import { setViewport } from '@web/test-runner-commands';
import { aCard, aShop, closeShops, says, textOf } from '../support/browser/cards.ts';
import { choose, clearPage, formOpens, show, within } from '../support/browser/panel.ts';
import { ASK_EVIDENCE, BEGIN_REVIEW, BUYER, DECLINE, ESCALATE, ME, type Step, STAFF } from '../support/browser/shop.ts';
import { waitUntil } from '../support/browser/wait-until.ts';

const INTERVENING: readonly Step[] = [
  [ME, DECLINE],
  [BUYER, ESCALATE],
  [STAFF, BEGIN_REVIEW],
  [STAFF, ASK_EVIDENCE],
];

/** Sentences from left to right that are not read so: their first sign is right of their last on the same line, by what they say. */
function turned(root: Element): readonly string[] {
  const texts = [root, ...within(root)]
    .filter((one) => one.localName !== 'style' && one.checkVisibility({ visibilityProperty: true }))
    .flatMap((one) => [...(one.shadowRoot ?? one).childNodes])
    .filter((node): node is Text => node instanceof Text && /[a-z]/i.test(node.data));
  const range = document.createRange();
  const at = (text: Text, index: number): DOMRect => {
    range.setStart(text, index);
    range.setEnd(text, index + 1);
    return range.getBoundingClientRect();
  };
  return texts
    .filter((text) => {
      // What joins two of them stands between them.
      const first = text.data.search(/[^\s·]/);
      const last = text.data.search(/[\s:·]*$/) - 1;
      const [start, end] = [at(text, first), at(text, last)];
      return (
        start.width > 0 && end.width > 0 && last > first && Math.abs(start.top - end.top) < 2 && start.left > end.left
      );
    })
    .map(({ data }) => data.trim());
}

describe('on a page from right to left, in English', () => {
  before(() => setViewport({ width: 1100, height: 900 }));
  beforeEach(() => (document.documentElement.dir = 'rtl'));
  afterEach(() => {
    document.documentElement.removeAttribute('dir');
    clearPage();
    closeShops();
  });

  for (const [name, steps] of Object.entries({ 'a new ticket': [], 'with the platform': INTERVENING })) {
    it(`every sentence of the panel is read from left to right: ${name}`, async () => {
      const shop = await aShop({ steps });
      const panel = show('sidecard-task', shop.client(), shop.ticketId, { width: 420 });
      await waitUntil(() => /\d+ [dh] .*left/.test(textOf(panel)), 'the panel');
      await waitUntil(() => panel.shadowRoot?.querySelector('dialog.keys'), 'the tools');
      expect(turned(panel)).to.deep.equal([]);
    });
  }

  it('every sentence of a form is', async () => {
    const shop = await aShop();
    const panel = show('sidecard-task', shop.client(), shop.ticketId, { width: 420 });
    await choose(panel, 'Agree to return');
    await formOpens(panel, 'Agree');
    expect(turned(panel)).to.deep.equal([]);
  });

  it('every sentence of the card is', async () => {
    const shop = await aShop();
    const card = await aCard({ message: shop.message, client: shop.client() });
    await says(card, 'Unclaimed', 'left');
    expect(turned(card)).to.deep.equal([]);
  });
});
