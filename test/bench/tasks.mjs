// @ts-check
// The longest task of a page's main thread, by the browser's trace.

/**
 * Records what a page's main thread does.
 *
 * @param {import('playwright').Browser} browser
 * @param {import('playwright').Page} page
 * @returns {Promise<() => Promise<number>>} ends it, and returns the processor's time of the longest task in milliseconds
 */
export async function recordTasks(browser, page) {
  await browser.startTracing(page, { categories: ['toplevel', '__metadata'] });
  return async () => {
    /** @type {{ traceEvents: { name: string, pid: number, tid: number, tdur?: number, args?: { name?: string } }[] }} */
    const { traceEvents } = JSON.parse(String(await browser.stopTracing()));
    const main = new Set(
      traceEvents.flatMap(({ name, pid, tid, args }) =>
        name === 'thread_name' && args?.name === 'CrRendererMain' ? [`${pid} ${tid}`] : [],
      ),
    );
    const tasks = traceEvents.flatMap(({ pid, tid, tdur }) => (tdur && main.has(`${pid} ${tid}`) ? [tdur / 1000] : []));
    return tasks.reduce((longest, each) => Math.max(longest, each), 0);
  };
}
