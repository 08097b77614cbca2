import type { BackgroundTexts } from './background-texts.js';
import { joinedTexts } from './joined-texts.js';
import type { LazyTexts } from './lazy-texts.js';
import { taskCatalogue } from './task-catalogue.js';
import type { TaskTexts } from './texts.js';

/** The words that a ticket's background is drawn with. */
export type BackgroundWords = TaskTexts & BackgroundTexts;

/** What the panel says of a ticket's background. */
export const backgroundCatalogue: LazyTexts<BackgroundWords> = /* @__PURE__ */ joinedTexts(taskCatalogue, {
  'zh-CN': () => import('./background.zh-CN.js'),
  en: () => import('./background.en.js'),
});
