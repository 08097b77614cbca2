import type { ConflictTexts } from './conflict-texts.js';

/** The words about a ticket that somebody else has changed, in Chinese. */
export const texts: ConflictTexts = {
  conflict: {
    title: '{who}已先处理',
    help: '你的内容未发送，已保存。',
    changed: '变更内容',
    draft: '你的草稿',
    continue: '按最新状态继续',
    sayMore: '到聊天中补充',
    status: '状态',
    refund: '退款',
    told: '给买家留言',
    quote: '「{text}」',
    nothing: '—',
    change: '从{before}变为{after}',
  },
};
