import { type Browser, chromium } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchOptions } from '../../scripts/browser.mjs';
import { axeFaults } from '../support/axe.ts';
import { type RunningDemo, runDemo } from '../support/demo.ts';
import {
  agentDoes,
  ask,
  buyerTicket,
  callPlatform,
  decline,
  enter,
  openReturn,
  panel,
  type Person,
} from '../support/people.ts';

describe('the workbench, in the demo', () => {
  let demo: RunningDemo;
  let browser: Browser;
  let lin: Person, boss: Person, buyer: Person;
  const faults: string[] = [];

  beforeAll(async () => {
    demo = await runDemo({ minuteMs: 60_000 });
    browser = await chromium.launch(launchOptions());
    [lin, boss, buyer] = await Promise.all([
      enter(browser, `${demo.agent}/?as=shanyu-linke&lang=en`, faults),
      enter(browser, `${demo.agent}/workbench?as=shanyu-main&lang=en`, faults),
      enter(browser, `${demo.buyer}/?lang=en`, faults),
    ]);
  });
  afterAll(async () => {
    await browser?.close();
    await demo?.stop();
  });

  const workbench = ({ page }: Person) => page.locator('sidecard-workbench');
  const row = (person: Person, ticketId: string) => workbench(person).locator(`[data-ticket="${ticketId}"]`);

  it('[R8] [R38] [R39] lists the buyer’s ticket in its queue; the task’s page answers the buyer in the chat', async () => {
    const ticketId = await openReturn(buyer, 'The rim is chipped.');
    await lin.page.getByTestId('to-workbench').click();
    await row(lin, ticketId).getByText('He Yiqing').waitFor();
    await workbench(lin)
      .getByRole('link', { name: /^Logistics/ })
      .click();
    await row(lin, ticketId).waitFor({ state: 'detached' });
    await workbench(lin)
      .getByRole('link', { name: /^Returns & exchanges/ })
      .click();
    await row(lin, ticketId).getByRole('link').click();
    await lin.page.waitForURL((url) => url.hash.startsWith(`#/tickets/${ticketId}`));
    await agentDoes(lin, 'Agree to return');
    await panel(lin).getByText('Waiting for return').first().waitFor();
    await buyerTicket(buyer, ticketId).getByRole('button', { name: 'Enter return tracking' }).waitFor();

    // The address is the page's: another load, and the way back.
    await lin.page.reload();
    await panel(lin).getByText('Waiting for return').first().waitFor();
    await workbench(lin)
      .getByRole('button', { name: /^Back to/ })
      .click();
    await row(lin, ticketId).getByText('Waiting for return').waitFor();
    await lin.page.goBack();
    await panel(lin).getByRole('heading', { level: 2 }).waitFor();
    await lin.page.getByTestId('to-chat').click();
    await lin.page.locator('sidecard-card').last().waitFor();
  });

  it('[R21] writes to platform staff on the task’s page, and the buyer’s browser hears nothing of it', async () => {
    const heard: string[] = [];
    buyer.page.on('response', (response) => {
      if (!/events/.test(response.url()))
        void response.text().then(
          (text) => heard.push(text),
          () => {},
        );
    });
    const ticketId = await ask(buyer, 'Exchange');
    await lin.page.goto(`${demo.agent}/workbench?as=shanyu-linke&lang=en#/tickets/${ticketId}`);
    await decline(lin, 'It was whole when it left us.');
    await callPlatform(buyer, ticketId);
    const letters = panel(lin).locator('sidecard-staff-message');
    await letters.getByText('Progress', { exact: true }).click();
    await letters.getByRole('textbox').fill('Our carrier is asked about parcel 4711-secret.');
    await letters.getByRole('button', { name: 'Send to staff' }).click();
    await letters.getByRole('listitem').filter({ hasText: '4711-secret' }).waitFor();
    await buyer.page.reload();
    await buyerTicket(buyer, ticketId).waitFor();
    expect(heard.join('\n')).not.toContain('4711-secret');
  });

  it('[R13] gives a colleague access, which opens their panel by itself', async () => {
    const ticketId = await ask(buyer, 'Address change');
    const zhou = await enter(browser, `${demo.agent}/workbench?as=shanyu-zhoumin&lang=en#/tickets/${ticketId}`, faults);
    await panel(zhou).getByRole('button', { name: 'Request access' }).waitFor();
    await workbench(boss).getByRole('link', { name: 'Accounts & access' }).click();
    await workbench(boss)
      .getByRole('switch', { name: /^Handle tasks: Zhou Min$/ })
      .check();
    await panel(zhou).getByRole('button', { name: 'Change the address' }).waitFor();
    await zhou.context.close();
  });

  it('[R42] works with a conversation that has no ticket: invites the buyer, and opens a task for them', async () => {
    await lin.page.goto(`${demo.agent}/?as=shanyu-linke&lang=en`);
    const { page } = lin;
    await page.getByTestId('conversation').filter({ hasText: 'Bai Lu' }).click();
    await page.getByTestId('after-sales').click();
    const side = page.locator('sidecard-conversation');
    await side.getByText('No after-sales task in this conversation').waitFor();
    await side.getByRole('button', { name: 'Invite to apply' }).click();
    await page.getByText('You can apply for after-sales service').last().waitFor();
    await side.getByRole('button', { name: 'Open a task for the buyer' }).click();
    await side.getByLabel('What the buyer needs').selectOption('goodwill');
    expect(await side.getByLabel('Order', { exact: true }).inputValue()).not.toBe('');
  });

  it('shows the shop’s webhooks to its main account: what has come, what fails, and a way to send it again', async () => {
    const { page } = boss;
    await page.goto(`${demo.agent}/workbench?as=shanyu-main&lang=en`);
    await page.getByTestId('to-webhooks').click();
    await page.getByRole('checkbox', { name: /^The receiver is out of order/ }).check();
    await ask(buyer, 'Invoice urging', { 'Invoice to': 'He Yiqing' });
    // The newest comes first, and the invoice's is the newest: the one before it is of another ticket.
    const created = page.getByRole('row').filter({ hasText: 'Ticket created' }).first();
    const refresh = page.getByRole('button', { name: 'Refresh' });
    const says = (word: string) => async () => {
      await refresh.click();
      return created.filter({ hasText: word }).count();
    };
    await expect.poll(says('HTTP 503')).toBe(1);
    await page.getByRole('checkbox').uncheck();
    // It may have been tried again by itself by now: sending it again is allowed all the same.
    await created.getByRole('button', { name: 'Send again: Ticket created' }).click();
    await page.getByText('It is being sent again.').waitFor();
    await expect.poll(says('Delivered')).toBe(1);
    expect(await axeFaults(page)).toEqual([]);
    await lin.page.goto(`${demo.agent}/workbench?as=shanyu-linke&lang=en`);
    await workbench(lin).getByRole('link', { name: 'All open' }).waitFor();
    expect(await lin.page.getByTestId('to-webhooks').isVisible()).toBe(false);
  });

  it('throws nothing, and asks no other machine', () => {
    expect(faults).toEqual([]);
  });
});
