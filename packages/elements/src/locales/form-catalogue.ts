import type { FormTexts } from './form-texts.js';
import { formEn } from './form.en.js';
import { formZhCN } from './form.zh-CN.js';
import { joinTexts } from './merge.js';
import { taskCatalogue } from './task-catalogue.js';
import type { Catalogue } from './texts-for.js';
import type { TaskTexts } from './texts.js';

/** The texts that forms use. */
export type FormWords = TaskTexts & FormTexts;

/** The panel's texts once its forms have loaded. */
export const formCatalogue: Catalogue<FormWords> = {
  'zh-CN': joinTexts(taskCatalogue['zh-CN'], formZhCN),
  en: joinTexts(taskCatalogue.en, formEn),
};
