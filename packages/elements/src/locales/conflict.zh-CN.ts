import type { ConflictTexts } from './conflict-texts.js';

/** The words about a ticket that somebody else has changed, in Chinese. */
export const texts: ConflictTexts = {
  guard: {
    title: '此任务属于{buyer}，不是当前打开的聊天',
    help: '确认之前不会发送，您写的内容还在。',
    continue: '继续处理{buyer}的任务',
    open: '打开当前聊天的任务',
    held: '先确认要处理谁的任务',
  },
  conflict: {
    title: '{who}已先处理',
    help: '您的内容未发送，已保留。',
    changed: '变更内容',
    draft: '您的草稿',
    continue: '按最新状态继续',
    sayMore: '到聊天中补充',
    status: '状态',
    refund: '退款',
    nothing: '—',
    change: '从{before}变为{after}',
  },
};
