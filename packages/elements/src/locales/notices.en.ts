import type { NoticeTexts } from './notice-texts.js';

/** Announcements of deadlines that are near in English. */
export const texts: NoticeTexts = {
  notices: {
    near: 'Answer soon: {buyer}, order …{order}, {time} left',
    severalNear: '{count} tasks to answer soon; the first has {time} left',
  },
};
