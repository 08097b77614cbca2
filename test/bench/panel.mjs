// @ts-check
// Opening a panel and typing in it: View task to the panel's paint, with its parts not loaded yet and loaded, at full speed and with a processor four
// times slower; a key in a form under a history of 500 entries; and the longest task that blocks the page, in the processor's time: a busy machine
// stretches a task, and takes part in none. The backend is the one in memory, in the same thread: with a real one there is less to do here, and a
// network to wait for.
import { bundlePage } from './contenders.mjs';
import { counters } from './rig.mjs';
import { recordTasks } from './tasks.mjs';

/** @typedef {import('./rig.mjs').Rig} Rig */

const ENTRIES = 500;
const TEXT = 'We have looked at the photos and send a new mug today.';

/** @returns the files of the page that the cases open */
export const panelPage = () => bundlePage("export * from './panel-page.ts';");

/** @param {Rig} rig @returns {import('./cards.mjs').Case[]} */
export const panelCases = (rig) =>
  [1, 4].flatMap((slower) =>
    [0, ENTRIES].map((entries) => ({
      key: `panel/CPU ÷ ${slower}, ${entries} replies/ours`,
      measure: () => measure(rig, slower, entries),
    })),
  );

/** @param {Rig} rig @param {number} slower @param {number} entries */
async function measure({ browser, origin }, slower, entries) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.on('pageerror', (error) => console.error(error.message));
  await page.goto(`${origin}/panel/`);
  await page.evaluate('import("/panel/main.js").then((bench) => { globalThis.bench = bench; })');
  /** @type {(call: string) => Promise<any>} */
  const run = (call) => page.evaluate(`bench.${call}`);
  await run(`show(${entries})`);
  const devtools = await context.newCDPSession(page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: slower });
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
  /** @type {Record<string, number>} */
  const results = {};
  const opening = slower === 1 && (await recordTasks(browser, page));
  let before = await counters(devtools);
  results['cold'] = await run('openPanel()');
  results['coldCpu'] = (await counters(devtools)).cpu - before.cpu;
  await run('closePanel()');
  before = await counters(devtools);
  results['warm'] = await run('openPanel()');
  results['warmCpu'] = (await counters(devtools)).cpu - before.cpu;
  await run('idle()');
  if (opening) results['openTask'] = await opening();
  if (entries) await run(`showHistory(${entries})`);
  await run("openForm('decline')");
  await run('idle()');
  before = await counters(devtools);
  await page.keyboard.type(TEXT);
  results['key'] = ((await counters(devtools)).cpu - before.cpu) / TEXT.length;
  if (slower === 1) {
    const typing = await recordTasks(browser, page);
    await page.keyboard.type(TEXT);
    await run('idle()');
    results['typeTask'] = await typing();
  }
  await context.close();
  return results;
}
