import type { Locale } from '@sidecard/core';

/** The steps of a ticket, as far as it can go. */
export const STEPS = ['ask', 'card', 'answer', 'platform', 'message', 'ruling'] as const;
export type Step = (typeof STEPS)[number];

/** Texts of the stage. */
export interface StageTexts {
  readonly title: string;
  /** What to do first. */
  readonly first: string;
  readonly story: string;
  readonly steps: Readonly<Record<Step, string>>;
  readonly stepHints: Readonly<Record<Step, string>>;
  readonly done: string;
  readonly clock: (minute: string) => string;
  readonly seconds: (count: number) => string;
  readonly account: string;
  readonly main: string;
  readonly sub: (name: string, mayHandle: boolean) => string;
  readonly language: string;
  readonly toDark: string;
  readonly toLight: string;
  readonly people: string;
  readonly agent: (name: string) => string;
  readonly agentPlace: string;
  readonly buyer: (name: string) => string;
  readonly buyerPlace: string;
  readonly staff: (name: string) => string;
  readonly staffPlace: string;
  readonly openAlone: (who: string) => string;
  readonly ask: string;
  /** Shown after a type without cards. */
  readonly listed: string;
  readonly ship: string;
  readonly deliver: string;
}

export const STAGE_TEXTS: Readonly<Record<Locale, StageTexts>> = {
  'zh-CN': {
    title: 'Sidecard 演示',
    first: '从这里开始：点击「以买家申请」，再到手机上提交。',
    story: '这个工单走到哪一步',
    steps: { ask: '发起', card: '发卡', answer: '回复', platform: '介入', message: '留言', ruling: '裁定' },
    stepHints: {
      ask: '买家在手机上申请售后',
      card: '卡片出现在客服的聊天里',
      answer: '客服在右侧面板处理',
      platform: '买家申请，或商家超时未答复',
      message: '商家给小二留言，买家看不到',
      ruling: '小二听取双方意见后裁定',
    },
    done: '已完成',
    clock: (minute) => `演示时限：几分钟代替几天${minute}`,
    seconds: (count) => `，1分钟按${count}秒计`,
    account: '客服账号',
    main: '主账号',
    sub: (name, mayHandle) => `${name}·${mayHandle ? '有权限' : '无权限'}`,
    language: '语言',
    toDark: '切换到深色',
    toLight: '切换到浅色',
    people: '三个人',
    agent: (name) => `商家客服 ${name}`,
    agentPlace: '聊天窗口',
    buyer: (name) => `买家 ${name}`,
    buyerPlace: '手机',
    staff: (name) => `平台${name}`,
    staffPlace: '工作台',
    openAlone: (who) => `单独打开：${who}`,
    ask: '以买家申请',
    listed: '（无卡片）',
    ship: '发出包裹',
    deliver: '签收包裹',
  },
  en: {
    title: 'Sidecard demo',
    first: 'Start here: press “Request as the buyer”, then submit on the phone.',
    story: 'Progress of this ticket',
    steps: {
      ask: 'Ask',
      card: 'Card',
      answer: 'Answer',
      platform: 'Platform',
      message: 'Message',
      ruling: 'Ruling',
    },
    stepHints: {
      ask: 'The buyer submits a request on the phone',
      card: 'The card appears in the agent’s chat',
      answer: 'The agent handles it in the panel on the right',
      platform: 'The buyer escalates, or the shop does not answer in time',
      message: 'The shop writes to platform staff; the buyer cannot see it',
      ruling: 'Staff hear both sides and rule',
    },
    done: 'done',
    clock: (minute) => `Demo deadlines: minutes instead of days${minute}`,
    seconds: (count) => ` (a minute is ${count} s)`,
    account: 'Agent account',
    main: 'Main account',
    sub: (name, mayHandle) => `${name}, ${mayHandle ? 'may handle' : 'may not'}`,
    language: 'Language',
    toDark: 'Switch to dark',
    toLight: 'Switch to light',
    people: 'Three people',
    agent: (name) => `Shop agent, ${name}`,
    agentPlace: 'chat window',
    buyer: (name) => `Buyer, ${name}`,
    buyerPlace: 'phone',
    staff: (name) => `Platform ${name.toLowerCase()}`,
    staffPlace: 'workbench',
    openAlone: (who) => `Open separately: ${who}`,
    ask: 'Request as the buyer',
    listed: ' (no card)',
    ship: 'Ship the parcel',
    deliver: 'Deliver the parcel',
  },
};
