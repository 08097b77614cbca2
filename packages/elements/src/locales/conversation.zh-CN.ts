import type { ConversationTexts } from './conversation-texts.js';

/** The words of a conversation's tasks in Chinese. */
export const texts: ConversationTexts = {
  conversation: {
    title: '售后',
    none: '该会话没有售后任务。',
    open: '{count}个未结任务',
    earlier: '该买家的其他工单 {count}个',
    failed: '任务没有加载出来。',
    invite: '邀请申请售后',
    inviteHelp: '会在聊天中给买家发送一条消息。',
    invitation: '亲，您可以在订单页点击“申请售后”，提交后商家会在这里为您处理。',
    start: '代买家创建任务',
    cancel: '取消',
    order: '订单',
    orderHelp: '完整的订单号',
    chooseOrder: '请选择订单',
    find: '查找订单',
    notFound: '本店没有这个订单。',
    type: '买家诉求',
    chooseType: '请选择类型',
    notNow: '现在不能创建：{reason}',
    submit: '创建：{type}',
    opened: '任务已创建，买家可以看到。',
    waits: '订单…{order}的{type}任务将在网络恢复后创建。',
    refused: '订单…{order}的{type}任务未创建',
    sendAgain: '重新发送',
    edit: '修改',
  },
};
