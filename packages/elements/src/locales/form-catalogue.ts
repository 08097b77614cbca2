import type { FormTexts } from './form-texts.js';
import { formEn } from './form.en.js';
import { formZhCN } from './form.zh-CN.js';
import { joinTexts } from './merge.js';
import { taskCatalogue } from './task-catalogue.js';
import type { Catalogue } from './texts-for.js';
import type { TaskTexts } from './texts.js';

/** The words that forms are drawn with. */
export type FormWords = TaskTexts & FormTexts;

/** What the panel says once its forms are there. */
export const formCatalogue: Catalogue<FormWords> = {
  'zh-CN': joinTexts(taskCatalogue['zh-CN'], formZhCN),
  en: joinTexts(taskCatalogue.en, formEn),
};
