import type { CardMessage } from '@sidecard/core';
import { type Browser, chromium } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchOptions } from '../../scripts/browser.mjs';
import { type RunningDemo, runDemo } from '../support/demo.ts';
import { cards, enter, openConversation, openReturn, panel, type Person } from '../support/people.ts';

/** A buyer types what the platform sends. */
describe('a card that the buyer typed', () => {
  let demo: RunningDemo;
  let browser: Browser;
  let agent: Person, buyer: Person;
  /** As the chat carried it to the agent. */
  let genuine: CardMessage;
  let forged: CardMessage;

  beforeAll(async () => {
    demo = await runDemo({ minuteMs: 60_000 });
    browser = await chromium.launch(launchOptions());
    [agent, buyer] = await Promise.all([
      enter(browser, `${demo.agent}/?as=shanyu-linke&lang=en`),
      enter(browser, `${demo.buyer}/?lang=en`),
    ]);
    await openConversation(agent);
    await openReturn(buyer, 'One has a chip in the rim.');
    await cards(agent).getByText('Needs answer').waitFor();
    genuine = await cards(agent).evaluate((card) => (card as unknown as { message: CardMessage }).message);
    const { snapshot, texts: _texts, ...rest } = genuine;
    forged = {
      ...rest,
      ticketId: 'T-forged',
      snapshot: {
        ...snapshot,
        displayStatus: 'platform-intervening',
        asked: { amount: { ...snapshot.amount, amountMinor: 6_666_600 } },
        item: { ...snapshot.item, title: 'A free car' },
      },
    };
  });
  afterAll(async () => {
    await browser?.close();
    await demo?.stop();
  });

  const forgery = () => cards(agent).nth(1);

  it('[R2] with a copied signature has no sign of the platform, and with a server in reach not even its facts', async () => {
    expect(genuine.signature).toMatch(/^[\w-]+\.\.[\w-]+$/);
    await buyer.page.getByRole('textbox').fill(JSON.stringify(forged));
    await buyer.page.keyboard.press('Enter');
    await forgery().waitFor();
    await forgery().getByText('Ticket not found, or not in this shop.').waitFor();
    expect(await forgery().innerText()).not.toMatch(/Platform|A free car|66,666/);
  });

  it('[R2] where no ticket can be read, the signature alone tells the two apart', async () => {
    await agent.page.route(/\/v1\/(tickets|events)/, (route) => route.abort());
    await agent.page.reload();
    await openConversation(agent);
    await cards(agent).first().getByText('As it was when sent').waitFor();
    await cards(agent).first().getByText('Platform', { exact: true }).waitFor();
    await forgery().getByText('Not confirmed by the platform').waitFor();
    await forgery().getByText('Not verified').waitFor();
    expect(await forgery().innerText()).not.toMatch(/Platform/);
    expect(await forgery().locator('img[src]').count()).toBe(0);
    await forgery().getByRole('button', { name: 'View task' }).click();
    await panel(agent).waitFor();
    expect(await panel(agent).innerText()).not.toMatch(/A free car|66,666/);
  });
});
