import { expect, nextFrame } from '@open-wc/testing';
import { BUILT_IN_COMMITMENTS } from '@sidecard/core';
import type { SidecardTask } from '@sidecard/elements';
import { emulateMedia, resetMouse, sendKeys, sendMouse, setViewport } from '@web/test-runner-commands';
import { allByRole, byRole, clearPage, focused, press, seen, show } from '../support/browser/panel.ts';
import { HOST, HOUR_MS, NOW_MS, openShop, ORDER, type Shop } from '../support/browser/shop.ts';
import { waitUntil } from '../support/browser/wait-until.ts';

const GAP = 4;

describe('what floats over sidecard-task', () => {
  let shop: Shop;
  let panel: HTMLElement;
  let box: HTMLElement;

  before(() => emulateMedia({ reducedMotion: 'reduce' }));
  beforeEach(async () => {
    await setViewport({ width: 800, height: 700 });
    shop = await openShop();
  });
  afterEach(async () => {
    clearPage();
    shop.close();
    document.body.removeAttribute('style');
    document.documentElement.removeAttribute('dir');
    scrollTo(0, 0);
    await resetMouse();
    await setViewport({ width: 800, height: 600 });
  });

  /** @param place - where on the page the panel's box is */
  async function open(place: Partial<CSSStyleDeclaration>, width = 380, height = 500): Promise<void> {
    panel = show('sidecard-task', shop.client(), shop.ticketId, { width, height });
    box = panel.parentElement!;
    Object.assign(box.style, { position: 'absolute', ...place });
  }
  const menu = () => panel.shadowRoot?.querySelector<HTMLElement>('[role=menu]');
  const explanation = () => panel.shadowRoot?.querySelector<HTMLElement>('.explanation:popover-open') ?? null;
  const rect = (element: Element | null | undefined) => element!.getBoundingClientRect();
  const isInside = (element: Element | null | undefined) => {
    const { left, right, top, bottom } = rect(element);
    return left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
  };
  const near = (one: number, other: number) => Math.abs(one - other) <= 1;
  const isAbove = (floating: Element | null | undefined, anchor: Element) =>
    near(rect(floating).bottom + GAP, rect(anchor).top);

  async function openMenu(): Promise<HTMLElement> {
    const more = await byRole(panel, 'button', 'More');
    more.click();
    await byRole(panel, 'menuitem', 'Propose');
    return more;
  }

  describe('the menu', () => {
    it('stands above its button, at the button’s end', async () => {
      await open({ right: '0', bottom: '0' });
      const more = await openMenu();
      await waitUntil(() => isAbove(menu(), more));
      expect(near(rect(menu()).right, rect(more).right)).to.equal(true);
      expect(isInside(menu())).to.equal(true);
    });

    it('stands inside the window at its edge, in a panel of 320 px', async () => {
      await setViewport({ width: 320, height: 600 });
      await open({ left: '0', bottom: '0' }, 320);
      const more = await openMenu();
      await waitUntil(() => isAbove(menu(), more));
      expect(isInside(menu())).to.equal(true);
    });

    it('is aligned with the other side from right to left', async () => {
      document.documentElement.dir = 'rtl';
      await open({ left: '0', bottom: '0' });
      const more = await openMenu();
      await waitUntil(() => isAbove(menu(), more));
      expect(near(rect(menu()).left, rect(more).left)).to.equal(true);
      expect(isInside(menu())).to.equal(true);
    });

    it('stands below its button where there is no room above', async () => {
      await open({ top: '-440px' });
      const more = await openMenu();
      await waitUntil(() => near(rect(menu()).top, rect(more).bottom + GAP));
      expect(isInside(menu())).to.equal(true);
    });

    it('goes with its button when the page is scrolled', async () => {
      document.body.style.height = '3000px';
      await open({ top: '200px' });
      const more = await openMenu();
      await waitUntil(() => isAbove(menu(), more));
      const before = rect(menu()).top;
      scrollTo(0, 60);
      await waitUntil(() => near(rect(menu()).top, before - 60));
      expect(isAbove(menu(), more)).to.equal(true);
    });

    it('closes when its button is scrolled out of view', async () => {
      document.body.style.height = '3000px';
      await open({ top: '0' });
      await openMenu();
      scrollTo(0, 1500);
      await waitUntil(() => !menu());
    });

    it('goes with its button when the window, or an on-screen keyboard, takes room away', async () => {
      await open({ inset: 'auto 0 0 auto' });
      Object.assign(box.style, { position: 'fixed', height: '100vh' });
      const more = await openMenu();
      await waitUntil(() => isAbove(menu(), more));
      await setViewport({ width: 800, height: 320 });
      await waitUntil(() => isAbove(menu(), more) && isInside(menu()));
    });

    it('says on its button whether it is open, and closes when the button is pressed again', async () => {
      await open({ right: '0', bottom: '0' });
      const more = await byRole(panel, 'button', 'More');
      const { left, top, width, height } = rect(more);
      const position: [number, number] = [Math.round(left + width / 2), Math.round(top + height / 2)];
      expect(more.getAttribute('aria-expanded')).to.equal('false');
      await sendMouse({ type: 'click', position });
      await waitUntil(() => menu()?.matches(':popover-open'));
      expect(more.getAttribute('aria-expanded')).to.equal('true');
      await sendMouse({ type: 'click', position });
      await waitUntil(() => !menu());
      await nextFrame();
      await nextFrame();
      expect(menu()).to.equal(null);
      expect(more.getAttribute('aria-expanded')).to.equal('false');
    });
  });

  describe('the explanation of why an action is off', () => {
    beforeEach(async () => {
      const { url, fetch } = shop.backend.as(HOST);
      const amount = ORDER.items[0].paid;
      const facts = [{ fact: 'refunded-elsewhere', atMs: NOW_MS - 1, amount }];
      const told = await fetch(`${url}/v1/orders/${ORDER.id}/facts`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'Idempotency-Key': 'told-once' },
        body: JSON.stringify({ facts }),
      });
      expect(told.status).to.equal(200);
    });
    const WHY = 'Nothing is left to refund on this order.';

    it('is shown while the action has focus, and a screen reader has it as its description', async () => {
      await open({ right: '0', bottom: '0' });
      const agree = await byRole(panel, 'button', 'Agree to return');
      agree.focus();
      await waitUntil(() => explanation()?.shadowRoot?.textContent === WHY);
      expect(explanation()?.ariaHidden).to.equal('true');
      expect(getComputedStyle(explanation()!).backgroundColor).to.equal('rgb(25, 28, 34)');
      const described = panel.shadowRoot?.getElementById(agree.getAttribute('aria-describedby') ?? '');
      expect(described?.textContent).to.equal(WHY);
      await waitUntil(() => isAbove(explanation(), agree));
      expect(isInside(explanation())).to.equal(true);
      agree.blur();
      expect(explanation()).to.equal(null);
    });

    it('is shown while the pointer is on the action or on it', async () => {
      await open({ right: '0', bottom: '0' });
      const agree = await byRole(panel, 'button', 'Agree to return');
      const over = async (element: Element) => {
        const { left, top, width, height } = rect(element);
        await sendMouse({ type: 'move', position: [Math.round(left + width / 2), Math.round(top + height / 2)] });
      };
      await over(agree);
      await waitUntil(() => explanation() && isAbove(explanation(), agree));
      await over(explanation()!);
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(explanation()?.shadowRoot?.textContent).to.equal(WHY);
      await sendMouse({ type: 'move', position: [1, 1] });
      await waitUntil(() => !explanation());
    });

    it('stands inside a window of 320 px, from right to left too', async () => {
      await setViewport({ width: 320, height: 600 });
      document.documentElement.dir = 'rtl';
      await open({ left: '0', bottom: '0' }, 320);
      (await byRole(panel, 'button', 'Agree to return')).focus();
      await waitUntil(() => explanation() && isInside(explanation()));
    });

    it('closes with Escape, which closes nothing else', async () => {
      await open({ right: '0', bottom: '0' });
      let asked = 0;
      panel.addEventListener('sidecard-task-close', () => asked++);
      const agree = await byRole(panel, 'button', 'Agree to return');
      agree.focus();
      await waitUntil(() => explanation());
      await sendKeys({ press: 'Escape' });
      expect(explanation()).to.equal(null);
      expect(asked).to.equal(0);
      expect(focused() === agree, 'the focus').to.equal(true);
    });

    it('says what a form still lacks, and goes when it lacks nothing', async () => {
      await open({ right: '0', bottom: '0' });
      await press(panel, 'Decline');
      const send = await byRole(panel, 'button', 'Decline and tell He Yiqing');
      send.focus();
      await waitUntil(() => explanation()?.shadowRoot?.textContent === 'Cannot send yet: Choose a reason');
      expect(allByRole(panel, 'button', 'Decline and tell He Yiqing')).to.have.length(1);
    });
  });

  describe('the details of a commitment', () => {
    const PROMISED = { promised: { shipByMs: (ORDER.shippedAtMs ?? 0) - HOUR_MS } };
    const TERMS =
      /Applies When the goods are sent late Pays 5% of the amount paid for each item .at least ¥1\.00, at most ¥30\.00./;
    const details = () => panel.shadowRoot?.querySelector<HTMLElement>('.details:popover-open') ?? null;
    const NAME = 'Ship-by promise';

    beforeEach(async () => {
      // There is room below every name.
      await setViewport({ width: 800, height: 900 });
      shop.close();
      shop = await openShop({ order: PROMISED, policy: { commitments: BUILT_IN_COMMITMENTS } });
    });

    it('[R36] open below the commitment’s name with Enter, and say what the shop has promised', async () => {
      await open({ top: '0', left: '0' }, 380, 700);
      const button = await byRole(panel, 'button', NAME);
      button.focus();
      await sendKeys({ press: 'Enter' });
      await waitUntil(() => details() && near(rect(details()).top, rect(button).bottom + GAP));
      expect(near(rect(details()).left, rect(button).left)).to.equal(true);
      expect(isInside(details())).to.equal(true);
      expect(seen(details()!)).to.match(TERMS);
      await expect(panel).to.be.accessible();
      await sendKeys({ press: 'Enter' });
      await waitUntil(() => !details());
    });

    it('say it in Chinese', async () => {
      panel = show('sidecard-task', shop.client(), shop.ticketId, { locale: 'zh-CN' });
      (await byRole(panel, 'button', '晚发必赔')).click();
      await waitUntil(() => details());
      expect(seen(details()!)).to.match(/适用情形 超时发货 赔付标准 每件商品实付金额的 5%.最低 ¥1\.00.最高 ¥30\.00./);
    });

    it('stand inside a window of 320 px, from right to left too', async () => {
      await setViewport({ width: 320, height: 600 });
      document.documentElement.dir = 'rtl';
      await open({ left: '0', top: '0' }, 320, 600);
      (await byRole(panel, 'button', NAME)).click();
      await waitUntil(() => details() && isInside(details()));
    });

    it('close with Escape, which closes nothing else and keeps focus on the name', async () => {
      await open({ top: '0', left: '0' }, 380, 700);
      (panel as SidecardTask).placement = 'overlay';
      let asked = 0;
      panel.addEventListener('sidecard-task-close', () => asked++);
      const button = await byRole(panel, 'button', NAME);
      button.focus();
      await sendKeys({ press: 'Enter' });
      await waitUntil(() => details());
      await sendKeys({ press: 'Escape' });
      expect(details() === null).to.equal(true);
      expect(asked).to.equal(0);
      expect(focused() === button, 'the focus').to.equal(true);
      await sendKeys({ press: 'Escape' });
      expect(asked).to.equal(1);
    });

    it('make room for those of another commitment', async () => {
      await open({ top: '0', left: '0' }, 380, 700);
      (await byRole(panel, 'summary', /more: kept/)).click();
      (await byRole(panel, 'button', NAME)).click();
      await waitUntil(() => details());
      const other = await byRole(panel, 'button', 'Designated carrier');
      other.click();
      await waitUntil(() => seen(details()!).includes('another carrier'));
      await waitUntil(() => near(rect(details()).top, rect(other).bottom + GAP) || isAbove(details(), other));
      expect(panel.shadowRoot?.querySelectorAll('.details:popover-open')).to.have.length(1);
    });

    it('go when the panel goes, and when their name is scrolled out of view', async () => {
      document.body.style.height = '3000px';
      await open({ top: '0', left: '0' }, 380, 700);
      const button = await byRole(panel, 'button', NAME);
      button.click();
      await waitUntil(() => details() && near(rect(details()).top, rect(button).bottom + GAP));
      scrollTo(0, 1500);
      await waitUntil(() => !details());
      scrollTo(0, 0);
      button.click();
      await waitUntil(() => details());
      panel.remove();
      expect(details() === null).to.equal(true);
    });
  });
});
