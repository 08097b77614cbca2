import type { ConversationTexts } from './conversation-texts.js';
import { joinedTexts } from './joined-texts.js';
import type { LazyTexts } from './lazy-texts.js';
import { formCatalogue, type FormWords } from './form-catalogue.js';

/** The texts that a conversation's tasks use. */
export type ConversationWords = FormWords & ConversationTexts;

/** What a conversation's tasks say. */
export const conversationCatalogue: LazyTexts<ConversationWords> = /* @__PURE__ */ joinedTexts(formCatalogue, {
  'zh-CN': () => import('./conversation.zh-CN.js'),
  en: () => import('./conversation.en.js'),
});
