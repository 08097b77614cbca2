import type { CommitmentTexts } from './commitment-texts.js';
import { commitmentsEn } from './commitments.en.js';
import { commitmentsZhCN } from './commitments.zh-CN.js';
import { joinTexts } from './merge.js';
import { taskCatalogue } from './task-catalogue.js';
import type { Catalogue } from './texts-for.js';
import type { TaskTexts } from './texts.js';

/** Texts about service commitments. */
export const commitmentCatalogue: Catalogue<TaskTexts & CommitmentTexts> = {
  'zh-CN': joinTexts(taskCatalogue['zh-CN'], commitmentsZhCN),
  en: joinTexts(taskCatalogue.en, commitmentsEn),
};
