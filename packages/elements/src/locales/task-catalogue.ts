import { liveTexts } from './card-texts-for.js';
import { joinedTexts } from './joined-texts.js';
import type { LazyTexts } from './lazy-texts.js';
import type { TaskTexts } from './texts.js';

/** What the panel says before anything else is loaded. */
export const taskCatalogue: LazyTexts<TaskTexts> = /* @__PURE__ */ joinedTexts(liveTexts, {
  'zh-CN': () => import('./panel.zh-CN.js'),
  en: () => import('./panel.en.js'),
});
