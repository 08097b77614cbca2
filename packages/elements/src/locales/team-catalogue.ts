import { formCatalogue, type FormWords } from './form-catalogue.js';
import { joinedTexts } from './joined-texts.js';
import type { LazyTexts } from './lazy-texts.js';
import type { TeamTexts } from './team-texts.js';

/** The words of what the shop’s handlers share. */
export type TeamWords = FormWords & TeamTexts;

/** What the panel says to those who may handle a ticket. */
export const teamCatalogue: LazyTexts<TeamWords> = /* @__PURE__ */ joinedTexts(formCatalogue, {
  'zh-CN': () => import('./team.zh-CN.js'),
  en: () => import('./team.en.js'),
});
