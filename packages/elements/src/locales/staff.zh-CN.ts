import type { StaffTexts } from './staff-texts.js';

/** The words of the message to staff in Chinese. */
export const texts: StaffTexts = {
  staff: {
    title: '给小二留言',
    send: '发给小二',
    count: '{count}条',
    placeholder: '写给平台小二',
    purpose: '用途',
    purposes: {
      'progress-update': { short: '处理进展', long: '更新最新售后处理进展' },
      'transaction-update': { short: '交易情况', long: '同步交易最新情况' },
      'additional-statement': { short: '补充说明', long: '补充说明' },
    },
    choosePurpose: '选择一个用途',
    staffName: '平台小二',
    notNow: '平台介入时，可以给小二留言。',
    ruled: '小二已裁定，留言未发送，内容已保留。',
    sent: '已发给小二。',
    answered: '小二有新回复。',
  },
};
