import { type Browser, chromium } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchOptions } from '../../scripts/browser.mjs';
import { type RunningDemo, runDemo } from '../support/demo.ts';
import { ask, enter, type Person } from '../support/people.ts';

/** Three windows side by side from here on. */
const WIDE_PX = 1180;

describe('the demo, at every width', () => {
  let demo: RunningDemo;
  let browser: Browser;
  const faults: string[] = [];

  beforeAll(async () => {
    demo = await runDemo({ minuteMs: 60_000 });
    browser = await chromium.launch(launchOptions());
  });
  afterAll(async () => {
    await browser?.close();
    await demo?.stop();
  });

  /** What reaches beyond the window's ends, or can be scrolled sideways. */
  const overflow = ({ page }: Person) =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

  const PAGES = {
    stage: [() => demo.stage, '[data-testid=story] li'],
    agent: [() => demo.agent, '[data-testid=conversation]'],
    workbench: [() => `${demo.agent}/workbench`, 'sidecard-workbench input'],
    buyer: [() => demo.buyer, '[data-testid=buyer-ask]'],
    staff: [() => demo.staff, 'h1, h2'],
  } as const;
  for (const lang of ['en', 'zh-CN'])
    for (const [name, [address, ready]] of Object.entries(PAGES)) {
      it(`fits: ${name} (${lang})`, async () => {
        const person = await enter(browser, `${address()}?lang=${lang}`, faults);
        await person.page.locator(ready).first().waitFor();
        for (const width of [320, 390, 800, 1180, 1280]) {
          await person.page.setViewportSize({ width, height: 800 });
          await expect.poll(() => overflow(person), { message: `${width} px` }).toBe(0);
          if (name !== 'stage') continue;
          const shown = person.page.locator('iframe').filter({ visible: true });
          await expect.poll(() => shown.count(), { message: `windows at ${width} px` }).toBe(width < WIDE_PX ? 1 : 3);
          expect(await person.page.getByRole('tab').count()).toBe(width < WIDE_PX ? 3 : 0);
        }
        await person.context.close();
        expect(faults).toEqual([]);
      });
    }

  it('says in one line what to click first, until there is a ticket', async () => {
    const stage = await enter(browser, `${demo.stage}/?lang=en`, faults);
    const first = stage.page.getByTestId('stage-first');
    await first.waitFor();
    const { height } = (await first.boundingBox())!;
    expect(height).toBeLessThan(30);
    expect(await first.textContent()).toContain('Request as the buyer');
    const buyer = await enter(browser, `${demo.buyer}/?lang=en`, faults);
    await ask(buyer, 'Return & refund', { Reason: 'damaged', 'What happened': 'The rim is chipped.' });
    await first.waitFor({ state: 'hidden' });
    expect(faults).toEqual([]);
  });
});
