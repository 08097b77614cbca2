import { formCatalogue, type FormWords } from './form-catalogue.js';
import { joinedTexts } from './joined-texts.js';
import type { LazyTexts } from './lazy-texts.js';
import type { StaffTexts } from './staff-texts.js';

/** The texts that the message to platform staff uses. */
export type StaffWords = FormWords & StaffTexts;

/** What the message to platform staff says. */
export const staffCatalogue: LazyTexts<StaffWords> = /* @__PURE__ */ joinedTexts(formCatalogue, {
  'zh-CN': () => import('./staff.zh-CN.js'),
  en: () => import('./staff.en.js'),
});
