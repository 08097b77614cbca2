import { type Browser, chromium } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchOptions } from '../../scripts/browser.mjs';
import { runDemo, type RunningDemo } from '../support/demo.ts';
import { enter } from '../support/people.ts';
import { act, BUYER, LIN, request, STAFF } from '../support/typing/surroundings.ts';

describe('a form that is typed in before its draft has been read', () => {
  let demo: RunningDemo;
  let browser: Browser;

  beforeAll(async () => {
    demo = await runDemo({ minuteMs: 600_000 });
    browser = await chromium.launch(launchOptions());
  });
  afterAll(async () => {
    await browser?.close();
    await demo?.stop();
  });

  it('shows and keeps both texts', async () => {
    const { page, context } = await enter(browser, `${demo.buyer}/?lang=en`);
    const sheet = page.getByRole('dialog');
    const words = sheet.getByLabel('What happened');
    async function openForm(): Promise<void> {
      await page.getByTestId('buyer-ask').click();
      await sheet.getByLabel('Request type').selectOption('Return & refund');
      await words.waitFor();
    }
    // A browser may lose what a page stores in the moment of a reload.
    const stored = (text: string) => expect.poll(() => page.evaluate(storedDrafts)).toContain(text);
    await openForm();
    await words.fill('The handle came off.');
    await stored('The handle came off.');
    let release = (): void => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    // Until the server has said whose page it is, no draft is read. The first time, there is no answer.
    let asked = 0;
    await context.route('**/v1/session?*', async (route) => {
      if (asked++ === 0) return route.abort();
      await held;
      await route.continue();
    });
    await page.reload();
    await openForm();
    expect(await words.inputValue()).not.toContain('handle');
    await words.fill('And the rim');
    release();
    await expect.poll(() => words.inputValue()).toBe('The handle came off.\nAnd the rim');
    await words.pressSequentially(' is chipped.');
    await stored('And the rim is chipped.');
    await page.reload();
    await openForm();
    await expect.poll(() => words.inputValue()).toBe('The handle came off.\nAnd the rim is chipped.');
  });

  it('has what staff had begun to write to the shop', async () => {
    const ticketId = await request(demo, 'return-refund');
    await act(demo, LIN, ticketId, 'decline', { fields: { reason: 'other', text: 'It left us whole.' } });
    await act(demo, BUYER, ticketId, 'escalate');
    await act(demo, STAFF, ticketId, 'begin-review');
    const { page, context } = await enter(browser, `${demo.staff}/?lang=en`);
    const answer = page.getByTestId('staff-answer');
    await answer.fill('Which carrier took the parcel?');
    await expect.poll(() => page.evaluate(storedDrafts)).toContain('Which carrier');
    await page.reload();
    await expect.poll(() => answer.inputValue()).toBe('Which carrier took the parcel?');
    await page.getByTestId('staff-answer-send').click();
    await page.getByTestId('staff-thread-message').filter({ hasText: 'Which carrier' }).waitFor();
    await page.reload();
    await page.getByTestId('staff-thread-message').filter({ hasText: 'Which carrier' }).waitFor();
    expect(await answer.inputValue()).toBe('');
    await context.close();
  });
});

/** Returns what the page's storage has, as JSON. */
function storedDrafts(): Promise<string> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('sidecard');
    opening.onerror = () => reject(new Error('No storage.'));
    opening.onsuccess = () => {
      const reading = opening.result.transaction('values').objectStore('values').getAll();
      reading.onsuccess = () => {
        opening.result.close();
        resolve(JSON.stringify(reading.result));
      };
    };
  });
}
