import type { CommitmentTexts } from './commitment-texts.js';
import { joinedTexts } from './joined-texts.js';
import type { LazyTexts } from './lazy-texts.js';
import { taskCatalogue } from './task-catalogue.js';
import type { TaskTexts } from './texts.js';

/** The words that service commitments are drawn with. */
export type CommitmentWords = TaskTexts & CommitmentTexts;

/** What the panel says of service commitments. */
export const commitmentCatalogue: LazyTexts<CommitmentWords> = /* @__PURE__ */ joinedTexts(taskCatalogue, {
  'zh-CN': () => import('./commitments.zh-CN.js'),
  en: () => import('./commitments.en.js'),
});
