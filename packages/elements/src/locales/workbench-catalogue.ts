import { joinedTexts } from './joined-texts.js';
import type { LazyTexts } from './lazy-texts.js';
import { taskCatalogue } from './task-catalogue.js';
import type { TaskTexts } from './texts.js';
import type { WorkbenchTexts } from './workbench-texts.js';

/** The texts that the workbench uses. */
export type WorkbenchWords = TaskTexts & WorkbenchTexts;

/** What the workbench says. */
export const workbenchCatalogue: LazyTexts<WorkbenchWords> = /* @__PURE__ */ joinedTexts(taskCatalogue, {
  'zh-CN': () => import('./workbench.zh-CN.js'),
  en: () => import('./workbench.en.js'),
});
