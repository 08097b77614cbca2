import type { NoticeTexts } from './notice-texts.js';

/** Announcements of deadlines that are near in Chinese. */
export const texts: NoticeTexts = {
  notices: {
    near: '即将超时：{buyer}，订单…{order}，剩余{time}',
    severalNear: '{count}个任务即将超时，最早的剩余{time}',
  },
};
