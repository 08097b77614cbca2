import { type Content, endOf, factsOf, type Parts, storyOf, summaryOf } from '../content.js';
import { bytes } from '../limits.js';
import type { Surface } from '../surface.js';

/** Text without Markdown, HTML or mentions. */
export interface FeishuText {
  readonly tag: 'plain_text';
  readonly content: string;
}

export type FeishuElement =
  | { readonly tag: 'div'; readonly text: FeishuText & { readonly text_color?: 'grey' } }
  | {
      readonly tag: 'button';
      readonly type: 'primary';
      readonly text: FeishuText;
      readonly behaviors: readonly [{ readonly type: 'open_url'; readonly default_url: string }];
    };

/** A card of schema 2.0: `JSON.stringify` it as the `content` of a message with `msg_type: 'interactive'`, or send it as the `card` of a webhook. */
export interface FeishuCard {
  readonly schema: '2.0';
  readonly config: { readonly update_multi: true; readonly summary: { readonly content: string } };
  readonly header: { readonly title: FeishuText; readonly subtitle?: FeishuText };
  readonly body: { readonly direction: 'vertical'; readonly elements: readonly FeishuElement[] };
}

/**
 * Feishu and Lark, cards of schema 2.0, for clients from 7.20. Limits from open.feishu.cn: a request that sends a card has at most 30 KB
 * (“发送消息”), in which the card is JSON within JSON, and a card 200 elements (“卡片 JSON 2.0 结构”; these have 15 at most). A card has at
 * most 29,000 bytes in a request, which leaves 1,720 for the message around it. Properties that the schema does not know are errors there.
 * Pictures have to be uploaded to Feishu first, so there are none.
 */
export const feishu: Surface<FeishuCard> = {
  unsupported: ['picture'],
  places: (content) => [
    {
      limit: bytes(29_000),
      parts: ['options', 'words', 'owner', 'item', 'buyer', 'line', 'due', 'link', 'title'],
      text: (parts) => JSON.stringify(JSON.stringify(card({ ...content, parts }))),
    },
  ],
  write: card,
};

function card({ parts, viewTask }: Content): FeishuCard {
  return {
    schema: '2.0',
    config: { update_multi: true, summary: { content: summaryOf(parts) } },
    header: { title: plain(parts.title), ...(parts.status ? { subtitle: plain(parts.status) } : {}) },
    body: {
      direction: 'vertical',
      elements: [
        ...[...factsOf(parts), ...storyOf(parts)].map((line) => ({ tag: 'div', text: plain(line) }) as const),
        ...(endOf(parts) ? [{ tag: 'div', text: { ...plain(endOf(parts)), text_color: 'grey' } } as const] : []),
        ...button(parts, viewTask),
      ],
    },
  };
}

function button({ link }: Parts, viewTask: string): readonly FeishuElement[] {
  if (!link) return [];
  const behaviors = [{ type: 'open_url', default_url: link }] as const;
  return [{ tag: 'button', type: 'primary', text: plain(viewTask), behaviors }];
}

function plain(content: string): FeishuText {
  return { tag: 'plain_text', content };
}
