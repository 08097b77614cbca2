import type { BatchTexts } from './batch-texts.js';
import { formCatalogue, type FormWords } from './form-catalogue.js';
import { joinedTexts } from './joined-texts.js';
import type { LazyTexts } from './lazy-texts.js';

/** The texts of answering several tasks at once. */
export type BatchWords = FormWords & BatchTexts;

/** What answering several tasks at once says. */
export const batchCatalogue: LazyTexts<BatchWords> = /* @__PURE__ */ joinedTexts(formCatalogue, {
  'zh-CN': () => import('./batch.zh-CN.js'),
  en: () => import('./batch.en.js'),
});
