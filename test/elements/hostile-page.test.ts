import type { SidecardCard, SidecardProvider } from '@sidecard/elements';
import { expect, nextFrame } from '@open-wc/testing';
import { emulateMedia, executeServerCommand, sendKeys, sendMouse, setViewport } from '@web/test-runner-commands';
import { aCard, aShop, closeShops, says, textOf, viewTask } from '../support/browser/cards.ts';
import { frameOf, open, panelGone, panelOf, panelShown, providerOnPage } from '../support/browser/overlay.ts';
import { byRole, choose, clearPage, formOpens, press, show, within } from '../support/browser/panel.ts';
import { ME, openShop, type Shop } from '../support/browser/shop.ts';
import { waitUntil } from '../support/browser/wait-until.ts';

function centre(element: Element): [x: number, y: number] {
  const { left, top, width, height } = element.getBoundingClientRect();
  return [Math.round(left + width / 2), Math.round(top + height / 2)];
}

/** What is on top at an element's middle, through open shadow roots. */
function isOnTop(element: Element): boolean {
  const [x, y] = centre(element);
  let on = document.elementFromPoint(x, y);
  for (let inner = on; inner; inner = on?.shadowRoot?.elementFromPoint(x, y) ?? null) {
    if (inner === on && on !== document.elementFromPoint(x, y)) break;
    on = inner;
  }
  return on !== null && (on === element || element.contains(on));
}

const PAGES: Readonly<Record<string, string>> = {
  'takes every style away': '* { all: unset }',
  'takes pointer events away': '* { pointer-events: none }',
  'takes pointer events away from all but itself': 'html, body, body * { pointer-events: none; user-select: none }',
  'has huge letters':
    'html { font-size: 40px } * { font: 900 60px / 3 fantasy; letter-spacing: 1em; white-space: pre; text-transform: uppercase }',
  'is written from right to left': ':root { direction: rtl } * { text-align: right }',
  'is zoomed': 'body { zoom: 1.5 }',
  'is transformed and clipped':
    'body > div { transform: scale(1.2) translate(30px, 20px); overflow: hidden; filter: none; perspective: 100px }',
  'contains everything':
    'body > div { contain: layout paint style; inline-size: 400px; block-size: 300px; will-change: transform }',
};

describe('a page whose style sheet', () => {
  let shop: Shop;
  let card: SidecardCard;
  const sheet = new CSSStyleSheet();

  before(() => setViewport({ width: 1100, height: 700 }));
  beforeEach(async () => {
    localStorage.clear();
    await emulateMedia({ reducedMotion: 'reduce' });
    document.adoptedStyleSheets = [sheet];
    shop = await aShop();
  });
  afterEach(() => {
    sheet.replaceSync('');
    document.adoptedStyleSheets = [];
    (card.closest('sidecard-provider') ?? providerOnPage())?.closeTask();
    clearPage();
    closeShops();
  });

  for (const [what, rules] of Object.entries(PAGES)) {
    it(`${what}: card and panel are usable`, async () => {
      sheet.replaceSync(rules);
      card = await aCard({ message: shop.message, client: shop.client() });
      const provider = card.closest('sidecard-provider')!;
      await says(card, 'Unclaimed');
      viewTask(card).scrollIntoView({ block: 'center' });
      expect(isOnTop(viewTask(card)), 'View task').to.equal(true);
      expect(getComputedStyle(viewTask(card)).letterSpacing).to.equal('normal');
      await sendMouse({ type: 'click', position: centre(viewTask(card)) });
      const panel = await panelShown(() => provider);
      const { top, bottom, left, right } = frameOf(provider)!.getBoundingClientRect();
      // A scrollbar may take room from the window.
      expect([Math.round(top), Math.round(bottom)]).to.deep.equal([0, document.documentElement.clientHeight]);
      expect([left >= 0, right <= innerWidth]).to.deep.equal([true, true]);
      const decline = await byRole(panel, 'button', 'Decline');
      await waitUntil(() => isOnTop(decline), 'Decline');
      await sendMouse({ type: 'click', position: centre(decline) });
      const form = await formOpens(panel, 'Decline');
      const area = form.querySelector('textarea')!;
      area.scrollIntoView();
      await nextFrame();
      expect(isOnTop(area), 'the field').to.equal(true);
      await sendMouse({ type: 'click', position: centre(area) });
      await sendKeys({ type: 'Whole.' });
      expect(area.value).to.contain('Whole.');
      expect(getComputedStyle(area).fontSize).to.equal('14px');
      const close = panel.shadowRoot!.querySelector('[data-act=close]')!;
      expect(isOnTop(close), 'Close').to.equal(true);
      await sendMouse({ type: 'click', position: centre(close) });
      await panelGone(provider);
    });
  }
});

describe('the wheel over a number', () => {
  afterEach(() => {
    clearPage();
    closeShops();
  });

  it('scrolls, and changes no quantity', async () => {
    const shop = await aShop({ type: 'resend' });
    const panel = show('sidecard-task', shop.client(), shop.ticketId, { height: 500 });
    await choose(panel, 'Partial resend');
    await formOpens(panel, 'Partial resend');
    const field = (await byRole(panel, 'input[type=number]', /^Quantity of /)) as HTMLInputElement;
    expect(field.type).to.equal('number');
    field.scrollIntoView({ block: 'center' });
    field.focus();
    await sendKeys({ press: 'ArrowUp' });
    const before = field.value;
    expect(Number(before)).to.be.greaterThan(0);
    let turned = 0;
    field.addEventListener('wheel', () => turned++, { passive: true });
    for (const deltaY of [-120, 120, 120]) {
      const before = turned;
      // What scrolls may take the field from under the pointer.
      while (turned === before) {
        field.scrollIntoView({ block: 'center', behavior: 'instant' });
        await nextFrame();
        const [x, y] = centre(field);
        await executeServerCommand('wheel', { x, y, deltaY });
        await nextFrame();
      }
    }
    for (let i = 0; i < 5; i++) await nextFrame();
    expect([field.value, field.readOnly]).to.deep.equal([before, false]);
    await sendKeys({ press: 'ArrowDown' });
    expect(field.value).to.equal(String(Number(before) - 1));
  });

  it('takes no digit that is typed while it turns, and leaves a field alone that has no focus', async () => {
    const shop = await aShop({ type: 'resend' });
    const panel = show('sidecard-task', shop.client(), shop.ticketId, { height: 500 });
    await choose(panel, 'Partial resend');
    await formOpens(panel, 'Partial resend');
    const field = (await byRole(panel, 'input[type=number]', /^Quantity of /)) as HTMLInputElement;
    const turn = (): boolean => field.dispatchEvent(new WheelEvent('wheel', { deltaY: 4, bubbles: true }));
    turn();
    expect(field.readOnly).to.equal(false);
    field.focus();
    field.select();
    const page = new AbortController();
    // Just before the browser inserts it.
    panel.shadowRoot!.addEventListener('keypress', turn, { capture: true, signal: page.signal });
    await sendKeys({ type: '12' });
    page.abort();
    expect(field.value).to.equal('12');
  });
});

describe('on paper', () => {
  let provider: SidecardProvider | undefined;
  afterEach(async () => {
    await emulateMedia({ media: 'screen' });
    provider?.closeTask();
    clearPage();
    closeShops();
  });

  /** Elements that cut off what they contain, by their names. */
  const cutting = (root: Element): readonly string[] =>
    [root, ...within(root)]
      .filter(
        (one) =>
          /auto|scroll|hidden|clip/.test(getComputedStyle(one).overflowY) &&
          one.checkVisibility({ visibilityProperty: true }),
      )
      .filter((one) => one.scrollHeight > one.clientHeight + 1 && one.clientHeight > 1)
      .map((one) => `${one.localName}.${one.className} ${one.scrollHeight} > ${one.clientHeight}`);

  async function manyReplies(): Promise<Shop> {
    const shop = await openShop();
    for (let i = 0; i < 12; i++)
      await shop.act(ME, { command: 'reply', fields: { text: `Reply number ${i}, as long as a real one.` } });
    return shop;
  }
  const unfold = async (panel: HTMLElement): Promise<void> => {
    for (const button of panel.shadowRoot!.querySelectorAll<HTMLElement>('h3 > [aria-expanded=false]')) button.click();
    await waitUntil(() => {
      for (const button of within(panel))
        if (button.localName === 'button' && /earlier/i.test(button.textContent)) button.click();
      return textOf(panel).includes('Reply number 0,');
    }, 'all replies');
  };

  for (const height of [700, 300]) {
    it(`a panel in a column of ${height} px is whole`, async () => {
      const shop = await manyReplies();
      const panel = show('sidecard-task', shop.client(), shop.ticketId, { height });
      panel.placement = 'inline';
      await byRole(panel, 'button', 'Decline');
      await unfold(panel);
      expect(cutting(panel)).to.have.length.greaterThan(0);
      await emulateMedia({ media: 'print' });
      expect(cutting(panel)).to.deep.equal([]);
      shop.close();
    });
  }

  for (const width of [1100, 600]) {
    it(`an open panel is whole, and printed once: in a window of ${width} px`, async () => {
      await setViewport({ width, height: 700 });
      const shop = await manyReplies();
      const card = await aCard({ message: shop.message, client: shop.client() });
      provider = card.closest('sidecard-provider')!;
      await says(card, 'Assigned to you');
      const panel = await open(card);
      await press(panel, 'Decline');
      await formOpens(panel, 'Decline');
      await unfold(panel);
      const frame = frameOf(provider)!;
      await emulateMedia({ media: 'print' });
      // What is fixed is on every page.
      expect(getComputedStyle(frame).position).to.equal('absolute');
      expect(cutting(frame)).to.deep.equal([]);
      expect(frame.getBoundingClientRect().height).to.be.greaterThan(innerHeight);
      const { bottom } = frame.getBoundingClientRect();
      for (const part of within(panelOf(provider)!))
        expect(part.getBoundingClientRect().bottom).to.be.at.most(bottom + 1);
      expect(getComputedStyle(frame.querySelector('.edge')!).display).to.equal('none');
      await emulateMedia({ media: 'screen' });
      await setViewport({ width: 1100, height: 700 });
      shop.close();
    });
  }
});
