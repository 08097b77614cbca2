import type { FormTexts } from './form-texts.js';
import { joinedTexts } from './joined-texts.js';
import type { LazyTexts } from './lazy-texts.js';
import { taskCatalogue } from './task-catalogue.js';
import type { TaskTexts } from './texts.js';

/** The texts that forms use. */
export type FormWords = TaskTexts & FormTexts;

/** What the panel says once its forms are there. */
export const formCatalogue: LazyTexts<FormWords> = /* @__PURE__ */ joinedTexts(taskCatalogue, {
  'zh-CN': () => import('./form.zh-CN.js'),
  en: () => import('./form.en.js'),
});
