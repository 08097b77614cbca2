import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { type Browser, chromium } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchOptions } from '../../scripts/browser.mjs';
import '../support/seed.ts';
import { runDemo, type RunningDemo } from '../support/demo.ts';
import { enter, type Person } from '../support/people.ts';
import { buyerScene, requestScene, workbenchScene } from '../support/typing/pages.ts';
import { panelScene } from '../support/typing/panel.ts';
import { TEXT_FIELDS, textFieldsIn } from '../support/typing/fields.ts';
import { histories, type History, LostTyping, type Scene, typeThrough } from '../support/typing/history.ts';

/**
 * Histories of each page: at most five, because an order takes no more requests. `SIDECARD_TEST_SEED=random` explores, and
 * `SIDECARD_TEST_SEED` and `SIDECARD_TEST_PATH` repeat what failed.
 */
const RUNS = Number(process.env['SIDECARD_TEST_RUNS'] ?? (process.env['CI'] ? 4 : 2));
const ELEMENTS = fileURLToPath(new URL('../../packages/elements/src', import.meta.url));
const PATH = process.env['SIDECARD_TEST_PATH'];

describe('what somebody types', () => {
  let demo: RunningDemo;
  let browser: Browser;
  let agent: Person, buyer: Person, workbench: Person;
  const faults: string[] = [];

  beforeAll(async () => {
    demo = await runDemo({ minuteMs: 600_000 });
    browser = await chromium.launch(launchOptions());
    [agent, buyer, workbench] = await Promise.all([
      enter(browser, `${demo.agent}/?as=shanyu-linke&lang=en`, faults),
      enter(browser, `${demo.buyer}/?lang=en`, faults),
      enter(browser, `${demo.agent}/workbench?as=shanyu-linke&lang=en#/open?type=exchange`, faults),
    ]);
  });
  afterAll(async () => {
    await browser?.close();
    await demo?.stop();
  });

  const scenes = (): readonly Scene[] => [
    panelScene(demo, agent, 'answer'),
    panelScene(demo, agent, 'intervening'),
    requestScene(demo, agent),
    workbenchScene(demo, workbench),
    buyerScene(demo, buyer),
  ];

  /** Runs histories of a scene until one fails. */
  async function typeIn(scene: Scene | undefined, numRuns: number): Promise<fc.RunDetails<[History]>> {
    if (!scene) throw new Error('There is no such scene.');
    const input = await scene.page.context().newCDPSession(scene.page);
    const property = fc.asyncProperty(histories(scene), (history) => typeThrough(scene, history, input));
    return fc.check(property, { numRuns, endOnFailure: true, ...(PATH ? { path: PATH } : {}) });
  }

  it.each([
    ['into an answer', 0],
    ['to platform staff', 1],
    ['for a buyer', 2],
    ['as the name of a list', 3],
    ['as a buyer', 4],
  ])(
    '%s is there afterwards',
    async (_, scene) => {
      const details = await typeIn(scenes()[scene], RUNS);
      // with the steps, the seed and the path of a history that failed
      if (details.failed) throw new Error(fc.defaultReportMessage(details), { cause: details.errorInstance });
      expect(faults).toEqual([]);
    },
    60_000 + RUNS * 60_000,
  );

  it('is missed in a page whose storage forgets drafts', async () => {
    const forgetful = await enter(browser, 'about:blank');
    await forgetful.context.addInitScript(() => {
      const put = Reflect.get(IDBObjectStore.prototype, 'put');
      IDBObjectStore.prototype.put = function (value, key) {
        const isDraft = typeof key === 'string' && key.startsWith('draft/');
        return isDraft ? this.get('nothing') : put.call(this, value, key);
      };
    });
    await forgetful.page.goto(`${demo.agent}/workbench?as=shanyu-linke&lang=en#/open?type=exchange`);
    const { failed, errorInstance } = await typeIn(workbenchScene(demo, forgetful), 10);
    await forgetful.context.close();
    expect(failed).toBe(true);
    expect(errorInstance).toBeInstanceOf(LostTyping);
  }, 300_000);

  it('is typed into every text field there is, or the field says why not', () => {
    const places = new Set(scenes().flatMap((scene) => scene.places));
    expect(textFieldsIn(ELEMENTS)).toEqual(
      Object.fromEntries(Object.entries(TEXT_FIELDS).map(([file, rows]) => [file, rows.length])),
    );
    for (const row of Object.values(TEXT_FIELDS).flat()) if ('place' in row) expect(places).toContain(row.place);
  });
});
