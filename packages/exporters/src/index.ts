/**
 * A ticket's card as a message for Teams, Slack, Feishu, Google Chat, WeCom, DingTalk, and as plain text. For backends: it needs no DOM.
 *
 * @packageDocumentation
 */
export type { Part } from './content.js';
export {
  type Exported,
  type ExportResult,
  exportTicket,
  type PayloadOf,
  SURFACE_NAMES,
  type SurfaceName,
} from './export-ticket.js';
export type { Dropped, Limit, Unit } from './limits.js';
export type { ExportOptions, ExportProblem } from './options.js';
export type { AdaptiveCard, AdaptiveColumns, AdaptiveText, AdaptiveTextRun } from './surfaces/adaptive-card.js';
export type { DingTalkActionCard, DingTalkMarkdown, DingTalkMessage } from './surfaces/dingtalk.js';
export type { FeishuCard, FeishuElement, FeishuText } from './surfaces/feishu.js';
export type { GoogleChatMessage, GoogleChatWidget } from './surfaces/google-chat.js';
export type { SlackBlock, SlackMessage, SlackText } from './surfaces/slack.js';
export type { WeComMessage } from './surfaces/wecom.js';
