import { readFile } from 'node:fs/promises';
import { type Browser, chromium } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchOptions } from '../../scripts/browser.mjs';
import { type RunningDemo, runDemo } from '../support/demo.ts';
import { enter, type Person } from '../support/people.ts';
import { photo } from '../support/pictures.ts';
import { unzipped } from '../support/zip.ts';

describe('the picture archive, in the demo', () => {
  let demo: RunningDemo;
  let browser: Browser;
  let boss: Person, buyer: Person;
  const faults: string[] = [];

  beforeAll(async () => {
    demo = await runDemo({ minuteMs: 60_000 });
    browser = await chromium.launch(launchOptions());
    [boss, buyer] = await Promise.all([
      enter(browser, `${demo.agent}/workbench?as=shanyu-main&lang=en`, faults),
      enter(browser, `${demo.buyer}/?lang=en`, faults),
    ]);
  });
  afterAll(async () => {
    await browser?.close();
    await demo?.stop();
  });

  const workbench = () => boss.page.locator('sidecard-workbench');
  /** Downloads an export by its button. */
  async function exported(button: string): Promise<Buffer> {
    const [download] = await Promise.all([
      boss.page.waitForEvent('download'),
      workbench().getByRole('button', { name: button, exact: true }).click(),
    ]);
    return readFile(await download.path());
  }

  it('[R40] files a buyer’s broken goods with their pictures, finds them, and takes another defect', async () => {
    await buyer.page.getByTestId('buyer-ask').click();
    const sheet = buyer.page.getByRole('dialog');
    await sheet.getByLabel('Request type').selectOption('Return & refund');
    await sheet.getByLabel('Reason', { exact: true }).selectOption('damaged');
    await sheet.getByLabel(/^What happened/).fill('The rim is chipped.');
    const buffer = await photo({ width: 1200, height: 900, seed: 4 });
    await sheet.locator('input[type=file]').setInputFiles([{ name: 'mug.jpg', mimeType: 'image/jpeg', buffer }]);
    await sheet.locator('.picture').first().waitFor();
    await buyer.page.waitForFunction(() =>
      [...document.querySelectorAll('.picture [role=status]')].every(({ textContent }) => textContent === ''),
    );
    await sheet.getByRole('button', { name: 'Submit request' }).click();
    await sheet.waitFor({ state: 'hidden' });

    await workbench().getByRole('link', { name: 'Picture archive' }).click();
    await boss.page.waitForURL((url) => url.hash === '#/archive');
    const search = workbench().getByRole('searchbox', { name: 'Search the archive' });
    await search.fill('chipped');
    await search.press('Enter');
    await workbench()
      .getByRole('button', { name: /^1 picture of case / })
      .click();
    const viewer = boss.page.getByRole('dialog', { name: 'Pictures' });
    await viewer.getByText('1 of 1').waitFor();
    await boss.page.keyboard.press('Escape');
    await viewer.waitFor({ state: 'detached' });
    await workbench()
      .getByRole('checkbox', { name: /^Select case / })
      .check();
    await workbench().getByLabel('Defect of the selected cases').selectOption('cracked');
    await workbench().getByRole('button', { name: 'Change defect' }).click();
    await workbench()
      .getByRole('heading', { name: /Cracked · 1/ })
      .waitFor();
  });

  it('[R41] exports the table and the pictures for the people who make the goods, without the buyer', async () => {
    const table = (await exported('Export table')).toString();
    expect(table).toMatch(/"Cracked","Damaged goods"/);
    const files = unzipped(await exported('Export with pictures'));
    expect(files.map(({ name }) => name)).toEqual([
      'archive.csv',
      expect.stringMatching(/^pictures\/\d+-\d+-request-[\w-]+\.webp$/),
    ]);
    for (const text of [table, files[0]?.bytes.toString() ?? '']) {
      expect(text).not.toMatch(/He Yiqing|何一清|chipped|1633848817/);
    }
    // The picture was encoded again, without the place where it was taken.
    expect(files[1]?.bytes.includes('Sidecard Test Camera')).toBe(false);
    expect(faults).toEqual([]);
  });
});
