import { cardTextsFor } from './live-texts-for.js';
import { joinTexts } from './merge.js';
import { panelEn } from './panel.en.js';
import { panelZhCN } from './panel.zh-CN.js';
import type { Catalogue } from './texts-for.js';
import type { TaskTexts } from './texts.js';

/** The panel's texts before anything else has loaded. */
export const taskCatalogue: Catalogue<TaskTexts> = {
  'zh-CN': joinTexts(cardTextsFor('zh-CN'), panelZhCN),
  en: joinTexts(cardTextsFor('en'), panelEn),
};
