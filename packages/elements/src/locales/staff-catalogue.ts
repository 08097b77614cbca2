import { formCatalogue, type FormWords } from './form-catalogue.js';
import { joinTexts } from './merge.js';
import type { StaffTexts } from './staff-texts.js';
import { staffEn } from './staff.en.js';
import { staffZhCN } from './staff.zh-CN.js';
import type { Catalogue } from './texts-for.js';

/** The texts that the message to platform staff uses. */
export type StaffWords = FormWords & StaffTexts;

/** Texts of the message to platform staff. */
export const staffCatalogue: Catalogue<StaffWords> = {
  'zh-CN': joinTexts(formCatalogue['zh-CN'], staffZhCN),
  en: joinTexts(formCatalogue.en, staffEn),
};
