import { LazyTexts } from './lazy-texts.js';
import type { NoticeTexts } from './notice-texts.js';

/** What is announced of deadlines that are near, besides the words of durations (`liveTexts`). */
export const noticeTexts: LazyTexts<NoticeTexts> = /* @__PURE__ */ new LazyTexts<NoticeTexts>({
  'zh-CN': async () => (await import('./notices.zh-CN.js')).texts,
  en: async () => (await import('./notices.en.js')).texts,
});
