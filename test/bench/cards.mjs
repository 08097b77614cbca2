// @ts-check
// The cases of a run that are measured in pages: each is one page of one contender, and says what it cost.
import { costOf, counters, heapOf } from './rig.mjs';
import { median, quantile } from './statistics.mjs';

/** @typedef {import('./rig.mjs').Rig} Rig */
/**
 * A case: `key` names it among the results, as `row/what/who`.
 *
 * @typedef {{ key: string, rounds?: number, measure: () => Promise<Record<string, number>> }} Case - `rounds` at most
 */

const UPDATES = 100;
const CYCLES = 10;
/** Deadlines of countdowns, all within a minute before it. */
const DUE_MS = (19 * 60 + 30) * 60_000;
const COUNTDOWN = /^19 h \d+ min left$/;
const SCROLL = { steps: 60, px: 400 };
/** Many cards take long, and their medians are steady. */
const FEWER = 3;

/** Mounting cards, and then changing one of them. @param {Rig} rig @param {string} who @param {number} count @param {'open' | 'contained' | 'chunked'} layout @returns {Case} */
export const mountCase = (rig, who, count, layout) => ({
  key: `mount/${count} ${layout}/${who}`,
  ...(count >= 10_000 ? { rounds: FEWER } : {}),
  async measure() {
    const opened = await rig.open(who);
    await opened.call(`prepare(${count}, ${JSON.stringify({ layout })})`);
    await opened.devtools.send('HeapProfiler.collectGarbage');
    const { style, layout: laidOut, cpu } = await costOf(opened, () => opened.call('mount()'));
    const live = who === 'live' || who.endsWith('-live');
    if (live) await settled(opened);
    /** @type {Record<string, number>} */
    const update = {};
    for (const where of ['off', 'on']) {
      const run = () => opened.call(`updateOne('${where}', ${UPDATES})`);
      await run();
      // what mounting left is not the change's to collect
      await opened.devtools.send('HeapProfiler.collectGarbage');
      update[where] = (await costOf(opened, run)).cpu / UPDATES;
    }
    await opened.close();
    return { cpu, style, layout: laidOut, off: update['off'] ?? NaN, on: update['on'] ?? NaN };
  },
});

/** Memory of a card, and what stays of cards that have gone. @param {Rig} rig @param {string} who @param {number} count @returns {Case} */
export const memoryCase = (rig, who, count) => ({
  key: `memory/${count}/${who}`,
  rounds: FEWER,
  async measure() {
    const opened = await rig.open(who);
    await opened.call(`prepare(${count}, { layout: 'open' })`);
    const empty = await heapOf(opened.devtools);
    await opened.call('mount()');
    const full = await heapOf(opened.devtools);
    await opened.call('unmount()');
    const before = await heapOf(opened.devtools);
    for (let cycle = 0; cycle < CYCLES; cycle++) {
      await opened.call('mount()');
      await opened.call('unmount()');
    }
    const after = await heapOf(opened.devtools);
    await opened.close();
    return {
      script: (full.script - empty.script) / count,
      bytes: (full.all - empty.all) / count,
      nodes: (full.nodes - empty.nodes) / count,
      leak: (after.all - before.all) / count / CYCLES,
      leakedNodes: after.nodes - before.nodes,
      leakedListeners: after.listeners - before.listeners,
    };
  },
});

/** A page that shows one card, from nothing. @param {Rig} rig @param {string} who @returns {Case} */
export const startCase = (rig, who) => ({
  key: `start/one card/${who}`,
  async measure() {
    const context = await rig.browser.newContext();
    const page = await context.newPage();
    await page.goto(`${rig.origin}/empty/`);
    const devtools = await context.newCDPSession(page);
    await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
    const before = await counters(devtools);
    await page.goto(`${rig.origin}/start-${who}/`, { waitUntil: 'load' });
    await page.evaluate(SHOWN);
    const after = await counters(devtools);
    await context.close();
    return { cpu: after.cpu - before.cpu };
  },
});

/** Waits until the card's texts are there, in a part of their own or not, and then until the page is idle. */
const SHOWN = `(async () => {
  const textOf = (root) =>
    root.textContent + [...root.querySelectorAll('*')].map(({ shadowRoot }) => (shadowRoot ? textOf(shadowRoot) : '')).join('');
  while (!textOf(document.body).includes('View task')) await new Promise((resolve) => setTimeout(resolve, 20));
  await new Promise((resolve) => requestAnimationFrame(() => requestIdleCallback(resolve)));
})()`;

/**
 * Cards that show how long is left, in hours and minutes: one in sixty of their texts changes each second.
 *
 * @param {Rig} rig
 * @param {'live' | 'floor'} who - the floor has an interval in each card
 * @param {number} count
 * @param {'contained' | 'open'} layout
 * @param {number} seconds
 * @returns {Case}
 */
export const countdownCase = (rig, who, count, layout, seconds) => ({
  key: `countdowns/${count} ${layout}/${who}`,
  rounds: FEWER,
  async measure() {
    const opened = await rig.open(who);
    if (who === 'live') await opened.call(`live.dueIn(${DUE_MS})`);
    await opened.call(`prepare(${count}, { layout: '${layout}' })`);
    await opened.call('mount()');
    if (who === 'live') await settled(opened);
    else await opened.call(`startIntervals(${DUE_MS})`);
    await opened.call('wait(1500)');
    const text = await opened.call('leftOf(1)');
    if (!COUNTDOWN.test(text)) throw new Error(`A countdown of ${who} says "${text}".`);
    const { cpu } = await costOf(opened, () => opened.call(`wait(${seconds * 1000})`));
    await opened.close();
    return { cpu: cpu / seconds };
  },
});

/** Scrolling through a list. @param {Rig} rig @param {string} who @param {number} count @param {'open' | 'contained' | 'chunked'} layout @returns {Case} */
export const scrollCase = (rig, who, count, layout) => ({
  key: `scroll/${count} ${layout}/${who}`,
  rounds: FEWER,
  async measure() {
    const opened = await rig.open(who);
    await opened.call(`prepare(${count}, { layout: '${layout}' })`);
    await opened.call('mount()');
    if (who === 'live') await settled(opened);
    /** @type {number[]} */
    let spans = [];
    const { cpu } = await costOf(opened, async () => {
      spans = await opened.call(`scroll(${SCROLL.steps}, ${SCROLL.px})`);
    });
    await opened.close();
    return { cpu: cpu / SCROLL.steps, frame: median(spans), late: quantile(spans, 0.95) };
  },
});

/** Many live cards while events come. @param {Rig} rig @param {number} count @param {number} perSecond @param {number} seconds @returns {Case} */
export const streamCase = (rig, count, perSecond, seconds) => ({
  key: `stream/${count} at ${perSecond}/live`,
  rounds: 1,
  async measure() {
    const opened = await rig.open('live');
    await opened.call(`prepare(${count}, { layout: 'chunked' })`);
    await opened.call('mount()');
    await settled(opened);
    const before = await heapOf(opened.devtools);
    /** @type {{ sent: number, missed: number, frames: number[] }} */
    let report = { sent: 0, missed: 0, frames: [] };
    const { cpu } = await costOf(opened, async () => {
      report = await opened.call(`stream(bench.live, ${count}, ${perSecond}, ${seconds})`);
    });
    const after = await heapOf(opened.devtools);
    await opened.close();
    return {
      seconds,
      sent: report.sent,
      missed: report.missed,
      cpu: cpu / seconds,
      event: cpu / report.sent,
      frame: median(report.frames),
      late: quantile(report.frames, 0.95),
      longest: Math.max(...report.frames),
      grown: after.all - before.all,
    };
  },
});

/** Waits until a page has done what it does by itself: live cards have their tickets. @param {import('./rig.mjs').Opened} opened */
async function settled({ page, devtools }) {
  for (let quiet = 0; quiet < 3;) {
    const { cpu } = await counters(devtools);
    await page.waitForTimeout(150);
    quiet = (await counters(devtools)).cpu - cpu < 15 ? quiet + 1 : 0;
  }
}

/**
 * Checks that a contender's card says what ours says, before and after a change.
 *
 * @param {Rig} rig @param {string} who
 * @returns {Promise<string | undefined>} what is wrong
 */
export async function textFault(rig, who) {
  const opened = await rig.open(who);
  try {
    await opened.call("prepare(3, { layout: 'open' })");
    await opened.call('mount()');
    for (const [state, change] of /** @type {const} */ ([
      [0, undefined],
      [1, "updateOne('on', 1)"],
    ])) {
      if (change) await opened.call(change);
      const [said, wanted] = [await opened.call('textOf(1)'), await opened.call(`expectedText(1, ${state})`)];
      if (said !== wanted) return `${who} says\n  ${said}\nand not\n  ${wanted}`;
    }
    return undefined;
  } finally {
    await opened.close();
  }
}
