import axe from 'axe-core';
import type * as Axe from 'axe-core';
import type { Page } from 'playwright';

/** Returns what axe finds on a page: each rule that is broken, with the element that breaks it. */
export async function axeFaults(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { axe: loaded } = globalThis as unknown as { readonly axe: typeof Axe };
    const { violations } = await loaded.run(document);
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`);
  });
}
