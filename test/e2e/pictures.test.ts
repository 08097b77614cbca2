import { type Browser, chromium } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchOptions } from '../../scripts/browser.mjs';
import { type RunningDemo, runDemo } from '../support/demo.ts';
import {
  callPlatform,
  decline,
  enter,
  openConversation,
  panel,
  type Person,
  viewTask,
  writeToStaff,
} from '../support/people.ts';
import { photo } from '../support/pictures.ts';

describe('[R18] pictures, in the demo', () => {
  let demo: RunningDemo;
  let browser: Browser;
  let lin: Person, buyer: Person;
  const faults: string[] = [];

  beforeAll(async () => {
    demo = await runDemo({ minuteMs: 60_000 });
    browser = await chromium.launch(launchOptions());
    [lin, buyer] = await Promise.all([
      enter(browser, `${demo.agent}/?as=shanyu-linke&lang=en`, faults),
      enter(browser, `${demo.buyer}/?lang=en`, faults),
    ]);
    await openConversation(lin);
  });
  afterAll(async () => {
    await browser?.close();
    await demo?.stop();
  });

  const picture = async (name: string, seed: number) => ({
    ...{ name, mimeType: 'image/jpeg' },
    buffer: await photo({ width: 1200, height: 900, seed }),
  });
  /** Whether a canvas or picture has been drawn. */
  const drawn = (person: Person, what: string) =>
    person.page.waitForFunction((selector) => {
      const deep = (root: Document | ShadowRoot): Element[] =>
        [...root.querySelectorAll('*')].flatMap((one) => [one, ...(one.shadowRoot ? deep(one.shadowRoot) : [])]);
      return deep(document).some(
        (one) =>
          one.matches(selector) &&
          (one instanceof HTMLCanvasElement
            ? one.width > 0 && one.width !== 300
            : (one as HTMLImageElement).naturalWidth > 0),
      );
    }, what);

  it('come with the buyer’s request to the agent, and with the agent’s message to staff', async () => {
    await buyer.page.getByTestId('buyer-ask').click();
    const sheet = buyer.page.getByRole('dialog');
    await sheet.getByLabel('Request type').selectOption('Return & refund');
    await sheet.getByLabel('Reason', { exact: true }).selectOption('damaged');
    await sheet.getByLabel(/^What happened/).fill('The rim is chipped.');
    await sheet.locator('input[type=file]').setInputFiles([await picture('mug.jpg', 1), await picture('box.jpg', 2)]);
    await sheet.locator('.picture').nth(1).waitFor();
    await buyer.page.waitForFunction(() =>
      [...document.querySelectorAll('.picture [role=status]')].every(({ textContent }) => textContent === ''),
    );
    await sheet.getByRole('button', { name: 'Submit request' }).click();
    await sheet.waitFor({ state: 'hidden' });
    const ticket = buyer.page.getByTestId('buyer-ticket').last();
    const ticketId = (await ticket.getAttribute('data-ticket')) ?? '';
    expect(await ticket.locator('.pictures img').count()).toBe(2);
    await drawn(buyer, '[data-testid=buyer-ticket] .pictures img');

    await viewTask(lin);
    await panel(lin).getByRole('button', { name: 'Picture 2 of 2' }).click();
    const viewer = lin.page.getByRole('dialog', { name: 'Pictures' });
    await viewer.getByText('2 of 2').waitFor();
    await drawn(lin, 'dialog canvas');
    await lin.page.keyboard.press('Escape');
    await viewer.waitFor({ state: 'detached' });
    expect(await panel(lin).getByRole('heading', { level: 2 }).isVisible()).toBe(true);

    await decline(lin, 'It left us whole.');
    await callPlatform(buyer, ticketId);
    const letters = panel(lin).locator('sidecard-staff-message');
    await letters.locator('#field-pictures').setInputFiles([await picture('packing.jpg', 3)]);
    await letters.locator('.pic[data-state=ready]').waitFor();
    await writeToStaff(lin, 'This is how it was packed.');
    await letters.getByRole('button', { name: 'Picture 1 of 1' }).waitFor();
    expect(faults).toEqual([]);
  });
});
