import { type Content, lineOf, type Parts } from '../content.js';
import { bytes, characters } from '../limits.js';
import type { Surface } from '../surface.js';

/** A template card of the type `text_notice`: the body for a group’s webhook. For `message/send`, add `touser` and `agentid`. */
export interface WeComMessage {
  readonly msgtype: 'template_card';
  readonly template_card: {
    readonly card_type: 'text_notice';
    readonly source: { readonly desc: string };
    readonly main_title: { readonly title: string; readonly desc?: string };
    readonly quote_area?: { readonly type: 0; readonly title?: string; readonly quote_text?: string };
    readonly sub_title_text?: string;
    readonly jump_list: readonly [{ readonly type: 1; readonly title: string; readonly url: string }];
    /** Required by WeCom. */
    readonly card_action: { readonly type: 1; readonly url: string };
  };
}

/**
 * WeCom. Limits from developer.work.weixin.qq.com, “消息推送配置说明” (文本通知模版卡片) and “发送应用消息”: `source.desc` 13 characters,
 * `main_title.title` 26, `main_title.desc` 30, `sub_title_text` 112, `jump_list` 3 entries with titles of 13. None are published for
 * `quote_area`, which has the item and the buyer’s words: it takes what WeCom gives a description elsewhere, 128 bytes for a title and 512
 * for a text. URLs have 2,048 bytes at most, which `taskUrl` never exceeds. A notice has no picture.
 */
export const wecom: Surface<WeComMessage> = {
  unsupported: ['picture'],
  places: () => [
    { limit: characters(26), parts: ['title'], text: ({ title }) => title },
    { limit: characters(30), parts: ['status'], text: ({ status }) => status },
    { limit: bytes(128), parts: ['options', 'item', 'pieces'], text: itemOf },
    { limit: bytes(512), parts: ['words'], text: ({ words }) => words },
    { limit: characters(112), parts: ['owner', 'buyer', 'line', 'due', 'amount', 'order'], text: subtitleOf },
  ],
  write,
};

function write({ parts, viewTask, platform }: Content): WeComMessage {
  const { title, status, words, link = '' } = parts;
  const item = itemOf(parts);
  const quote = { ...(item ? { title: item } : {}), ...(words ? { quote_text: words } : {}) };
  const subtitle = subtitleOf(parts);
  return {
    msgtype: 'template_card',
    template_card: {
      card_type: 'text_notice',
      source: { desc: platform },
      main_title: { title, ...(status ? { desc: status } : {}) },
      ...(item || words ? { quote_area: { type: 0, ...quote } } : {}),
      ...(subtitle ? { sub_title_text: subtitle } : {}),
      jump_list: [{ type: 1, title: viewTask, url: link }],
      card_action: { type: 1, url: link },
    },
  };
}

const itemOf = (parts: Parts): string => lineOf(parts, 'item', 'options', 'pieces');
const subtitleOf = (parts: Parts): string =>
  [lineOf(parts, 'buyer', 'order'), lineOf(parts, 'amount'), lineOf(parts, 'line'), lineOf(parts, 'due', 'owner')]
    .filter((line) => line !== '')
    .join('\n');
