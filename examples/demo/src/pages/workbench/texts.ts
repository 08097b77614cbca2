import type { Locale } from '@sidecard/core';

/** Texts of the workbench's page. The element brings its own. */
export interface WorkbenchPageTexts {
  readonly title: (name: string) => string;
  readonly toChat: string;
  readonly toWebhooks: string;
}

export const WORKBENCH_TEXTS: Readonly<Record<Locale, WorkbenchPageTexts>> = {
  'zh-CN': { title: (name) => `售后工作台 ${name}`, toChat: '返回聊天', toWebhooks: 'Webhook 推送' },
  en: { title: (name) => `Workbench, ${name}`, toChat: 'Back to the chat', toWebhooks: 'Webhooks' },
};
