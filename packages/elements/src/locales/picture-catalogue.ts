import { joinedTexts } from './joined-texts.js';
import type { LazyTexts } from './lazy-texts.js';
import type { PictureTexts } from './picture-texts.js';
import { taskCatalogue } from './task-catalogue.js';
import type { TaskTexts } from './texts.js';

/** The words that pictures are shown with. */
export type PictureWords = TaskTexts & PictureTexts;

/** What the panel says of pictures. */
export const pictureCatalogue: LazyTexts<PictureWords> = /* @__PURE__ */ joinedTexts(taskCatalogue, {
  'zh-CN': () => import('./pictures.zh-CN.js'),
  en: () => import('./pictures.en.js'),
});
