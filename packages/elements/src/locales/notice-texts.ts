import type { Message } from './message.js';

/** Announcements of deadlines that are near, which load with the provider’s `deadlineWarnings`. */
export interface NoticeTexts {
  readonly notices: {
    /** One task; `order` is the end of its order’s number, `time` what is left. */
    readonly near: Message<'buyer' | 'order' | 'time'>;
    /** Several tasks at once; `time` is what the first of them has left. */
    readonly severalNear: Message<'count' | 'time'>;
  };
}
