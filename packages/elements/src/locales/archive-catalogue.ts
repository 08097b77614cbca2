import type { ArchiveTexts } from './archive-texts.js';
import { joinedTexts } from './joined-texts.js';
import type { LazyTexts } from './lazy-texts.js';
import { pictureCatalogue, type PictureWords } from './picture-catalogue.js';

/** The texts that the page of the archive uses. */
export type ArchiveWords = PictureWords & ArchiveTexts;

/** What the page of the archive says. */
export const archiveCatalogue: LazyTexts<ArchiveWords> = /* @__PURE__ */ joinedTexts(pictureCatalogue, {
  'zh-CN': () => import('./archive.zh-CN.js'),
  en: () => import('./archive.en.js'),
});
