import type { Locale } from '@sidecard/core';
import { taskCatalogue } from '../locales/task-catalogue.js';

/**
 * Loads the panel and its texts in a language, at once; after a failure it can be tried again. Another copy of the SDK on the page may have brought
 * a panel.
 */
export async function loadPanel(locale: Locale): Promise<void> {
  const panel = customElements.get('sidecard-task') ? undefined : import('../task/task.define.js');
  await Promise.all([panel, taskCatalogue.load(locale)]);
  if (!taskCatalogue.has(locale)) throw new Error(`Failed to load the panel's texts in ${locale}.`);
}
