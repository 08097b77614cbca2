import { type Browser, type BrowserContext, chromium, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchOptions } from '../../scripts/browser.mjs';
import { type RunningDemo, runDemo } from '../support/demo.ts';
import { ask, enter, type Person } from '../support/people.ts';

/** One more than the connections that a browser opens to a server by HTTP/1.1, and then one more. */
const TABS = 8;

describe('many tabs of one account, in the demo', () => {
  let demo: RunningDemo;
  let browser: Browser;
  let buyer: Person;
  let agent: BrowserContext;
  const tabs: Page[] = [];
  let ticketId = '';
  /** The tab of each event stream that is open. */
  const streams: Page[] = [];

  beforeAll(async () => {
    demo = await runDemo({ minuteMs: 60_000 });
    browser = await chromium.launch(launchOptions());
    buyer = await enter(browser, `${demo.buyer}/?lang=en`);
    agent = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-GB' });
  });
  afterAll(async () => {
    await browser?.close();
    await demo?.stop();
  });

  async function openTab(): Promise<Page> {
    const tab = await agent.newPage();
    tab.setDefaultTimeout(30_000);
    const isStream = (url: string): boolean => url.endsWith('/v1/events');
    tab.on('request', (request) => isStream(request.url()) && streams.push(tab));
    for (const ended of ['requestfinished', 'requestfailed'] as const) {
      tab.on(ended as 'requestfailed', (request) => {
        if (isStream(request.url()) && streams.includes(tab)) streams.splice(streams.indexOf(tab), 1);
      });
    }
    await tab.goto(`${demo.agent}/workbench?as=shanyu-linke&lang=en`);
    tabs.push(tab);
    return tab;
  }
  const row = (tab: Page, ticketId: string) => tab.locator('sidecard-workbench').locator(`[data-ticket="${ticketId}"]`);
  /** The buyer asks for something else, and every tab lists it. */
  async function allHear(type: string): Promise<void> {
    ticketId = await ask(buyer, type);
    await Promise.all(tabs.map((tab) => row(tab, ticketId).waitFor()));
  }

  it('[R8] share one stream: the eighth is as live as the first, which can still act', async () => {
    await allHear('Return & refund');
    for (let count = 0; count < TABS; count++) await row(await openTab(), ticketId).waitFor();
    expect(streams.length).toBe(1);
    await allHear('Exchange');
    await row(tabs[0]!, ticketId).getByRole('link').click();
    await tabs[0]!.locator('sidecard-task').getByRole('button', { name: 'Agree to exchange' }).waitFor();
    await tabs[0]!.goBack();
  });

  it('[R8] go on when the one that reads is closed', async () => {
    const reader = streams[0]!;
    streams.splice(streams.indexOf(reader), 1);
    tabs.splice(tabs.indexOf(reader), 1);
    await reader.close();
    await allHear('Resend');
    expect(streams.length).toBe(1);
  });

  it('[R8] go on when the one that reads is frozen: the next to come takes over', async () => {
    const reader = streams[0]!;
    const devtools = await agent.newCDPSession(reader);
    await devtools.send('Page.setWebLifecycleState', { state: 'frozen' });
    tabs.splice(tabs.indexOf(reader), 1);
    await openTab();
    await allHear('Repair');
    await devtools.send('Page.setWebLifecycleState', { state: 'active' });
    tabs.push(reader);
    await allHear('Address change');
  });
});
