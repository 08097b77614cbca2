import type { BatchTexts } from './batch-texts.js';

/** The words of answering several tasks at once in Chinese. */
export const texts: BatchTexts = {
  batch: {
    label: '已选任务',
    selected: '已选{count}个任务',
    clear: '取消选择',
    loading: '正在加载所选任务…',
    nothing: '所选任务没有相同的操作，请选择同一类型、同一状态的任务。',
    heading: '{act} · {count}个任务',
    send: '{act}（{count}个任务）',
    filledIn: '发送时按每个任务填入：{names}',
    cancel: '取消',
    sending: '正在发送…',
    sent: '已发送',
    waits: '网络恢复后发送',
    needsOwn: '该任务需单独处理。',
    open: '打开',
    dismiss: '知道了',
    done: ({ failed }) => (failed === 0 ? '{count}个已发送。' : '{count}个已发送，{failed}个未发送，仍保持选中。'),
  },
};
