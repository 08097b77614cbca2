import type { BackgroundTexts } from './background-texts.js';

/** The words of a ticket's background in Chinese. */
export const texts: BackgroundTexts = {
  sections: { linked: '本订单的其他工单', ofBuyer: '该买家的其他工单' },
  news: { title: '上次查看后的新进展', count: '{count}条', read: '标为已读', more: '另有{count}条，见协商历史' },
  links: {
    ticket: '{type} · 工单 {number}',
    'led-to': '由本工单转出',
    'came-from': '转来本工单',
    open: '处理中',
    resolved: '已解决',
    closed: '已关闭',
    sameOrder: '本订单',
    count: ({ open }) => (Number(open) > 0 ? '{count}个 · {open}个处理中' : '{count}个'),
    none: '无',
    more: '全部{count}个',
  },
};
