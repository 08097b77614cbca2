import { type Browser, chromium } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchOptions } from '../../scripts/browser.mjs';
import { type RunningDemo, runDemo } from '../support/demo.ts';
import {
  buyerTicket,
  callPlatform,
  cards,
  enter,
  openConversation,
  openReturn,
  panel,
  type Person,
  viewTask,
  writeToStaff,
} from '../support/people.ts';
import { type RecordingProxy, startRecordingProxy } from '../support/recording-proxy.ts';

const SECRET = 'Weighed 1.42 kg at dispatch, case ZT88120';
const ANSWER = 'Noted by the platform, case PF3012';
const DECLINED = 'The pictures do not show where it broke.';

/** One ticket, five people, each in a browser of their own: what they do comes in this order, and each test is the next step. */
describe('the story of one ticket', () => {
  let demo: RunningDemo;
  let browser: Browser;
  let proxy: RecordingProxy;
  let main: Person, lin: Person, zhou: Person, buyer: Person, staff: Person;
  let ticketId: string;
  const faults: string[] = [];

  beforeAll(async () => {
    demo = await runDemo({ minuteMs: 60_000 });
    browser = await chromium.launch(launchOptions());
    proxy = await startRecordingProxy(demo.buyer);
    [main, lin, zhou, buyer, staff] = await Promise.all([
      enter(browser, `${demo.agent}/?as=shanyu-main&lang=en`, faults),
      enter(browser, `${demo.agent}/?as=shanyu-linke&lang=en`, faults),
      enter(browser, `${demo.agent}/?as=shanyu-zhoumin&lang=en`, faults),
      enter(browser, `${proxy.origin}/?lang=en`, faults),
      enter(browser, `${demo.staff}/?lang=en`, faults),
    ]);
    for (const agent of [main, lin, zhou]) await openConversation(agent);
  });

  afterAll(async () => {
    await browser?.close();
    await proxy?.close();
    await demo?.stop();
  });

  it('[R1] [R2] [R9] a return brings exactly one card, from the platform, to each account that is online', async () => {
    // All of them are known to be there before the buyer asks.
    await main.page.getByTestId('accounts-open').click();
    await main.page
      .getByTestId('account')
      .filter({ hasText: /online/i })
      .nth(2)
      .waitFor();
    await main.page.keyboard.press('Escape');
    ticketId = await openReturn(buyer, 'One has a chip in the rim, the other a crack.');
    for (const agent of [main, lin, zhou]) {
      await cards(agent).getByText('Needs answer').waitFor();
      expect(await cards(agent).count()).toBe(1);
      await cards(agent).getByText('Platform').first().waitFor();
      await cards(agent).getByText('¥258.00').waitFor();
    }
  });

  it('[R11] [R12] [R13] an account without the permission opens it and is told so, with the guide', async () => {
    await viewTask(zhou);
    await panel(zhou).getByText('You do not have permission to handle after-sales tasks').waitFor();
    expect(await panel(zhou).getByRole('button', { name: 'Agree to return' }).count()).toBe(0);
    const guide = await panel(zhou).getByRole('link', { name: 'Permission guide' }).getAttribute('href');
    const answer = await zhou.page.request.get(new URL(guide ?? '', zhou.page.url()).href);
    expect(answer.ok()).toBe(true);
  });

  it('[R14] the main account grants it, and the open panel becomes usable by itself', async () => {
    await zhou.page.evaluate(() => Object.assign(window, { sameDocument: true }));
    await main.page.getByTestId('accounts-open').click();
    const grant = main.page.locator('[data-account=shanyu-zhoumin]').getByRole('switch');
    await grant.click();
    await panel(zhou).getByRole('button', { name: 'Agree to return' }).waitFor();
    expect(await panel(zhou).getByText('You do not have permission to handle after-sales tasks').count()).toBe(0);
    await main.page.locator('[data-account=shanyu-zhoumin] [role=switch]:checked').waitFor();
    await grant.click();
    await panel(zhou).getByText('You do not have permission to handle after-sales tasks').waitFor();
    expect(await zhou.page.evaluate(() => 'sameDocument' in window)).toBe(true);
    await main.page.keyboard.press('Escape');
  });

  it('[R5] [R6] [R7] declining in the panel answers the buyer in the same chat, once, as it was previewed', async () => {
    const address = lin.page.url();
    await viewTask(lin);
    const task = panel(lin);
    await task.getByRole('button', { name: 'Decline', exact: true }).click();
    await task.getByRole('radio', { name: 'Insufficient evidence' }).check();
    await task.getByRole('textbox').fill(DECLINED);
    const said = `We are sorry, we cannot agree (Insufficient evidence): ${DECLINED}`;
    await task.getByText(said).waitFor();
    await task.getByRole('button', { name: 'Decline and tell He Yiqing' }).click();
    await buyer.page.getByTestId('buyer-message').filter({ hasText: said }).waitFor();
    await cards(lin).getByText('Declined').waitFor();
    // The other agents' pages have had the same delivery offered: still it is said once.
    await cards(main).getByText('Declined').waitFor();
    expect(await buyer.page.getByTestId('buyer-message').filter({ hasText: said }).count()).toBe(1);
    expect(lin.page.url()).toBe(address);
  });

  it('[R15] [R17] the buyer calls in the platform, and card and panel say so', async () => {
    await callPlatform(buyer, ticketId);
    for (const agent of [main, lin, zhou]) await cards(agent).getByText('Platform intervening').waitFor();
    await panel(lin).getByText('Platform intervening').first().waitFor();
    await staff.page.getByTestId('staff-row').waitFor();
  });

  it('[R19] [R20] [R23] the shop leaves a message to staff, with a purpose, from the panel', async () => {
    await writeToStaff(lin, SECRET);
    await panel(lin).locator('sidecard-staff-message').getByRole('listitem').filter({ hasText: SECRET }).waitFor();
    expect(await panel(zhou).locator('sidecard-staff-message').getByRole('textbox').count()).toBe(0);
  });

  it('[R18] [R25] staff read it, answer the shop, hear both sides and rule', async () => {
    const { page } = staff;
    await page.getByTestId('staff-row').click();
    await page
      .getByTestId('staff-thread-message')
      .filter({ hasText: SECRET })
      .filter({ hasText: 'Progress' })
      .waitFor();
    await page.getByTestId('staff-answer').fill(ANSWER);
    await page.getByTestId('staff-answer-send').click();
    await panel(lin).getByRole('listitem').filter({ hasText: ANSWER }).waitFor();

    await page.locator('[data-act=begin-review]').click();
    await page.locator('[data-act=ask-shop]').click();
    await page.getByTestId('staff-case').getByLabel('Required evidence').fill('The inside of the box.');
    await page
      .getByTestId('staff-case')
      .locator('form')
      .filter({ hasText: 'Required evidence' })
      .locator('[type=submit]')
      .click();
    await panel(lin).getByText('The inside of the box.').first().waitFor();
    await panel(lin).getByRole('button', { name: 'Submit evidence' }).click();
    await panel(lin)
      .getByRole('textbox', { name: /Statement/ })
      .fill('Double air-column wrapping, on video.');
    await panel(lin)
      .getByRole('button', { name: /Send to platform staff/ })
      .click();
    await page.getByText('Double air-column wrapping, on video.').first().waitFor();

    await page.locator('[data-act=rule]').click();
    const form = page
      .getByTestId('staff-case')
      .locator('form')
      .filter({ has: page.locator('[name=ruling]') });
    const dock = page.getByTestId('staff-case').locator('.dock');
    await dock.getByLabel('Refund, no return').check();
    expect(await form.count()).toBeLessThanOrEqual(1);
    await dock.getByLabel('Refund amount').fill('100.00');
    await dock.getByLabel('Reasoning').fill('Half each: the break cannot be dated.');
    await dock.locator('[type=submit]').click();
    await cards(lin).getByText('Resolved').waitFor();
    await buyerTicket(buyer, ticketId)
      .getByText('Resolved')
      .or(buyerTicket(buyer, ticketId).getByText(/refund/i))
      .first()
      .waitFor();
  });

  it('the shop’s payment is reported, and card and panel say that the money arrived', async () => {
    await cards(lin).getByText('Refunded ¥100.00').waitFor();
  });

  it('[R24] the buyer’s side of the wire has not a byte of the thread', async () => {
    // A page that comes later loads everything there is for the buyer.
    await buyer.page.reload();
    await buyerTicket(buyer, ticketId).waitFor();
    // The page's own scripts know the words of the protocol; what the server says must not.
    const kept = proxy.kept((path) => !/^\/(assets|pictures|\?|favicon)/.test(path));
    expect(kept).toContain(ticketId);
    expect(kept).toContain(DECLINED);
    expect(proxy.streams()).toBeGreaterThan(0);
    for (const trace of [
      SECRET,
      ANSWER,
      'ZT88120',
      'PF3012',
      'staff-message',
      'leave-staff',
      'answer-merchant',
      'progress-update',
      'merchant-answered',
      'Double air-column',
    ]) {
      expect(kept).not.toContain(trace);
    }
  });

  it('threw nothing, and asked nothing of another machine', () => {
    expect(faults).toEqual([]);
  });
});

describe('a ticket that the shop does not answer', () => {
  it('[R16] is brought to the platform by its deadline, in front of everybody', async () => {
    const demo = await runDemo({ minuteMs: 1_000 });
    const browser = await chromium.launch(launchOptions());
    try {
      const lin = await enter(browser, `${demo.agent}/?as=shanyu-linke&lang=en`);
      const buyer = await enter(browser, `${demo.buyer}/?lang=en`);
      await openConversation(lin);
      const ticketId = await openReturn(buyer, 'Nobody answers.');
      await cards(lin).getByText('Platform intervening').waitFor();
      await buyerTicket(buyer, ticketId)
        .getByText(/platform/i)
        .first()
        .waitFor();
    } finally {
      await browser.close();
      await demo.stop();
    }
  });
});
