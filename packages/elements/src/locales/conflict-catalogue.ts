import type { ConflictTexts } from './conflict-texts.js';
import { joinedTexts } from './joined-texts.js';
import type { LazyTexts } from './lazy-texts.js';
import { taskCatalogue } from './task-catalogue.js';
import type { TaskTexts } from './texts.js';

/** The words that a conflict is drawn with. */
export type ConflictWords = TaskTexts & ConflictTexts;

/** What the panel says when somebody else was first. */
export const conflictCatalogue: LazyTexts<ConflictWords> = /* @__PURE__ */ joinedTexts(taskCatalogue, {
  'zh-CN': () => import('./conflict.zh-CN.js'),
  en: () => import('./conflict.en.js'),
});
