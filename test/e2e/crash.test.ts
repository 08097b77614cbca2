import { type Browser, chromium } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchOptions } from '../../scripts/browser.mjs';
import { refusedDemo, type RunningDemo, runDemo } from '../support/demo.ts';
import {
  buyerTicket,
  callPlatform,
  cards,
  decline,
  enter,
  openConversation,
  openReturn,
  panel,
  type Person,
  viewTask,
  writeToStaff,
} from '../support/people.ts';

/** The server is killed in the middle, and started again on the same folder. The pages stay open. */
describe('a server that is killed', () => {
  let demo: RunningDemo;
  let browser: Browser;
  let lin: Person, buyer: Person, staff: Person;
  let ticketId: string;

  beforeAll(async () => {
    demo = await runDemo({ minuteMs: 60_000 });
    browser = await chromium.launch(launchOptions());
    [lin, buyer, staff] = await Promise.all([
      enter(browser, `${demo.agent}/?as=shanyu-linke&lang=en`),
      enter(browser, `${demo.buyer}/?lang=en`),
      enter(browser, `${demo.staff}/?lang=en`),
    ]);
    await openConversation(lin);
    ticketId = await openReturn(buyer, 'One has a chip in the rim.');
    await viewTask(lin);
    await decline(lin, 'The pictures do not show it.');
    await callPlatform(buyer, ticketId);
    await cards(lin).getByText('Platform intervening').waitFor();
    await staff.page.getByTestId('staff-row').click();
  });

  afterAll(async () => {
    await browser?.close();
    await demo?.stop();
  });

  it('is the only one on its folder: a second is refused in words', async () => {
    const said = await refusedDemo(demo.folder);
    expect(said).toMatch(/in use|already|another/i);
    expect(said).not.toContain('    at ');
  });

  it('loses nothing: a message to staff that was written while it was down arrives once, though the page was reloaded', async () => {
    await demo.kill();
    await writeToStaff(lin, 'Written while the line was down.');
    const letters = panel(lin).locator('sidecard-staff-message');
    await letters.getByText('Sends automatically once you are back online').first().waitFor();

    // The page itself comes from the server, so that is back; its interface stays out of reach until the page was reloaded.
    await lin.context.route('**/v1/**', (route) => route.abort());
    await demo.start();
    await lin.page.reload();
    await openConversation(lin);
    await lin.context.unroute('**/v1/**');
    const message = staff.page
      .getByTestId('staff-thread-message')
      .filter({ hasText: 'Written while the line was down.' });
    await message.waitFor();
    expect(await message.count()).toBe(1);
  });

  it('is found again by every open page, without a reload', async () => {
    await openConversation(lin);
    await cards(lin).getByText('Platform intervening').waitFor();
    await viewTask(lin);
    await writeToStaff(lin, 'And after it came back.');
    await staff.page.getByTestId('staff-thread-message').filter({ hasText: 'And after it came back.' }).waitFor();
    expect(await staff.page.getByTestId('staff-thread-message').count()).toBe(2);
    expect(await cards(lin).count()).toBe(1);
    const sentMessage = buyer.page.getByTestId('buyer-message').filter({ hasText: 'The pictures do not show it.' });
    expect(await sentMessage.count()).toBe(1);
    await buyerTicket(buyer, ticketId).getByText('Platform intervening').waitFor();
  });
});

describe('two agents at one ticket', () => {
  it('one wins; the other is told who did what, and keeps the draft', async () => {
    const demo = await runDemo({ minuteMs: 60_000 });
    const browser = await chromium.launch(launchOptions());
    try {
      const lin = await enter(browser, `${demo.agent}/?as=shanyu-linke&lang=en`);
      const main = await enter(browser, `${demo.agent}/?as=shanyu-main&lang=en`);
      const buyer = await enter(browser, `${demo.buyer}/?lang=en`);
      for (const agent of [lin, main]) await openConversation(agent);
      await openReturn(buyer, 'One has a chip in the rim.');
      for (const agent of [lin, main]) {
        await viewTask(agent);
        await panel(agent).getByRole('button', { name: 'Decline', exact: true }).click();
        await panel(agent).getByRole('radio', { name: 'Insufficient evidence' }).check();
        await panel(agent).getByRole('textbox').fill('Words of one of us.');
      }
      // Neither is sent before both have pressed.
      let release = (): void => undefined;
      const pressed = new Promise<void>((resolve) => (release = resolve));
      for (const { context } of [lin, main]) {
        await context.route('**/commands', async (route) => {
          await pressed;
          await route.continue();
        });
      }
      for (const agent of [lin, main]) {
        await panel(agent).getByRole('button', { name: 'Decline and tell He Yiqing' }).click();
      }
      release();
      const loser = await Promise.any(
        [lin, main].map(async (agent) => {
          await panel(agent)
            .getByText(/answered first/)
            .first()
            .waitFor();
          return agent;
        }),
      );
      await panel(loser).getByText('Your response was not sent. Nothing is lost.').first().waitFor();
      await panel(loser).getByText('Words of one of us.').first().waitFor();
      const sentMessage = buyer.page.getByTestId('buyer-message').filter({ hasText: 'Words of one of us.' });
      await sentMessage.waitFor();
      expect(await sentMessage.count()).toBe(1);
      expect(await cards(lin).count()).toBe(1);
    } finally {
      await browser.close();
      await demo.stop();
    }
  });
});
