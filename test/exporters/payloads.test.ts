import { builtInTypes } from '@sidecard/core';
import type { TicketView } from '@sidecard/core/wire';
import { exportTicket, type PayloadOf, type SurfaceName } from '@sidecard/exporters';
import type { KnownBlock } from '@slack/types';
import { describe, expect, it } from 'vitest';
import { OPTIONS, TASK_URL, viewOf } from '../support/exports.ts';
import { requestsFor } from '../support/requests.ts';
import { actor, act, contextAt, created, intervening } from '../support/tickets.ts';

const PICTURE = 'https://img.example/mug_(blue).jpg';
const [first, ...others] = viewOf().order.items;
/** The ticket of all these tests: a return of two mugs. */
const view: TicketView = {
  ...viewOf(),
  order: { ...viewOf().order, items: [{ ...first, pictureUrl: PICTURE }, ...others] as const },
};

function exported<Name extends SurfaceName>(name: Name, locale = 'en', of = view): PayloadOf<Name> {
  const result = exportTicket(name, of, { ...OPTIONS, locale });
  if (!result.ok) throw new Error(result.error.code);
  return result.value.payload;
}

const FACTS = ['He Yiqing · Order …8817', 'Fog-blue handmade mug · Fog blue · 350 ml · ×2', '¥258.00'];
const WORDS = 'Buyer: The box was crushed; one rim is chipped.';
const END = 'By 3 Jul, 08:00 · Unclaimed';
const SUMMARY = 'Return & refund · Needs answer · He Yiqing · Order …8817';

describe('a ticket as a message of', () => {
  it('Slack', () => {
    const plain = (text: string) => ({ type: 'plain_text' as const, text, emoji: false as const });
    const message = exported('slack');
    expect(message).toEqual({
      text: SUMMARY.replace('&', '&amp;'),
      blocks: [
        { type: 'header', text: plain('Return & refund · Needs answer') },
        {
          type: 'section',
          text: plain(FACTS.join('\n')),
          accessory: { type: 'image', image_url: PICTURE, alt_text: 'Fog-blue handmade mug' },
        },
        { type: 'section', text: plain(WORDS) },
        { type: 'context', elements: [plain(END)] },
        {
          type: 'actions',
          elements: [{ type: 'button', text: plain('View task'), url: TASK_URL, action_id: 'sidecard-view-task' }],
        },
      ],
      unfurl_links: false,
      unfurl_media: false,
    });
    // what it compiles against is Slack's own description
    const blocks: readonly DeepReadonly<KnownBlock>[] = message.blocks;
    expect(blocks).toHaveLength(5);
  });

  it('Adaptive Cards', () => {
    const text = (line: string, look = {}) => ({
      type: 'RichTextBlock',
      inlines: [{ type: 'TextRun', text: line, ...look }],
    });
    expect(exported('adaptive-card')).toEqual({
      type: 'AdaptiveCard',
      $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
      version: '1.5',
      lang: 'en',
      fallbackText: ['Return & refund · Needs answer', ...FACTS, WORDS, END].join('\n'),
      body: [
        {
          type: 'RichTextBlock',
          inlines: [
            { type: 'TextRun', text: 'Return & refund', weight: 'bolder', size: 'medium' },
            { type: 'TextRun', text: ' · Needs answer', size: 'medium' },
          ],
        },
        {
          type: 'ColumnSet',
          columns: [
            {
              type: 'Column',
              width: 'auto',
              items: [{ type: 'Image', url: PICTURE, altText: 'Fog-blue handmade mug', size: 'medium' }],
            },
            { type: 'Column', width: 'stretch', items: FACTS.map((line) => text(line)) },
          ],
        },
        text(WORDS),
        text(END, { isSubtle: true }),
      ],
      actions: [{ type: 'Action.OpenUrl', title: 'View task', url: TASK_URL }],
    });
  });

  it('Feishu', () => {
    const plain = (content: string) => ({ tag: 'plain_text', content });
    expect(exported('feishu')).toEqual({
      schema: '2.0',
      config: { update_multi: true, summary: { content: SUMMARY } },
      header: { title: plain('Return & refund'), subtitle: plain('Needs answer') },
      body: {
        direction: 'vertical',
        elements: [
          ...[...FACTS, WORDS].map((line) => ({ tag: 'div', text: plain(line) })),
          { tag: 'div', text: { ...plain(END), text_color: 'grey' } },
          {
            tag: 'button',
            type: 'primary',
            text: plain('View task'),
            behaviors: [{ type: 'open_url', default_url: TASK_URL }],
          },
        ],
      },
    });
  });

  it('Google Chat', () => {
    expect(exported('google-chat')).toEqual({
      fallbackText: SUMMARY,
      cardsV2: [
        {
          cardId: view.id,
          card: {
            header: {
              title: 'Return & refund',
              subtitle: 'Needs answer',
              imageUrl: PICTURE,
              imageType: 'SQUARE',
              imageAltText: 'Fog-blue handmade mug',
            },
            sections: [
              {
                widgets: [
                  ...[...FACTS, WORDS, END].map((text) => ({ textParagraph: { text } })),
                  { buttonList: { buttons: [{ text: 'View task', onClick: { openLink: { url: TASK_URL } } }] } },
                ],
              },
            ],
          },
        },
      ],
    });
  });

  it('WeCom', () => {
    expect(exported('wecom', 'zh-CN')).toEqual({
      msgtype: 'template_card',
      template_card: {
        card_type: 'text_notice',
        source: { desc: '平台' },
        main_title: { title: '退货退款', desc: '待处理' },
        quote_area: {
          type: 0,
          title: 'Fog-blue handmade mug · Fog blue · 350 ml · ×2',
          quote_text: '买家：The box was crushed; one rim is chipped.',
        },
        sub_title_text: 'He Yiqing · 订单…8817\n¥258.00\n7月3日 08:00前 · 待认领',
        jump_list: [{ type: 1, title: '查看任务', url: TASK_URL }],
        card_action: { type: 1, url: TASK_URL },
      },
    });
  });

  it('DingTalk', () => {
    const picture = '![](https://img.example/mug_%28blue%29.jpg)';
    const actionCard = {
      title: 'Return & refund · Needs answer',
      text: ['### Return & refund · Needs answer', picture, ...FACTS, WORDS, END].join('\n\n'),
      singleTitle: 'View task',
      singleURL: TASK_URL,
    };
    expect(exported('dingtalk')).toEqual({ msgtype: 'actionCard', actionCard });
  });

  it('DingTalk, where the link is too long for an ActionCard', () => {
    const taskUrl = `https://shop.example/${'a'.repeat(600)}`;
    const result = exportTicket('dingtalk', view, { ...OPTIONS, taskUrl });
    expect(result).toMatchObject({
      value: {
        payload: { msgtype: 'markdown', markdown: { title: 'Return & refund · Needs answer' } },
        dropped: [{ part: 'link', how: 'left-out', why: 'limit', limit: { max: 500, unit: 'characters' } }],
      },
    });
    expect(JSON.stringify(result)).not.toContain('aaaa');
  });

  it('plain text', () => {
    expect(exported('text').split('\n')).toEqual([
      'Return & refund · Needs answer',
      ...FACTS,
      WORDS,
      END,
      `View task ${TASK_URL}`,
    ]);
  });
});

describe('the words of a message are those of the card', () => {
  const lines = (ticket = created().ticket, locale = 'en') => exported('text', locale, viewOf(ticket)).split('\n');

  it('says what the platform does, and keeps the buyer’s words', () => {
    const said = lines(intervening());
    expect(said[0]).toBe('Return & refund · Platform intervening');
    expect(said).toContain('Escalated to the platform; staff will start their review');
    expect(said).toContain(WORDS);
    expect(lines(intervening(), 'zh-CN')).toContain('已申请平台介入，待小二开始核实');
  });

  it('says who handles it', () => {
    const claimed = act(
      created().ticket,
      { command: 'claim' },
      actor('merchant', { name: 'Lin Ke' }),
      contextAt(OPTIONS.nowMs),
    );
    expect(lines(claimed).at(-2)).toBe('By 3 Jul, 08:00 · Assigned to Lin Ke');
    expect(lines(claimed, 'zh-CN').at(-2)).toBe('7月3日 08:00前 · Lin Ke 在处理');
  });

  it('says how it ended', () => {
    const ended = act(created().ticket, { command: 'withdraw' }, actor('buyer'), contextAt(OPTIONS.nowMs));
    const said = lines(ended);
    expect(said[0]).toBe('Return & refund · Closed');
    expect(said).toContain('The buyer withdrew the request');
    expect(said.at(-2)).toBe('Closed 1 Jul, 09:00 · No action was needed');
  });

  it('[R4] names a type that is not covered, and nothing else of its ticket', () => {
    const urging = builtInTypes.find(({ key }) => key === 'invoice-urging')!;
    const { ticket } = created({ type: 'invoice-urging', request: requestsFor(urging)[0] ?? {} });
    expect(viewOf(ticket).covered).toBe(false);
    expect(exported('text', 'en', viewOf(ticket))).toBe(
      `Invoice urging\nHe Yiqing · Order …8817\nInvoice urging: see it in the workbench.\nView task ${TASK_URL}`,
    );
  });

  it('isolates words from right to left, and leaves other words without invisible characters', () => {
    const { request } = view;
    const hebrew = exported('text', 'en', { ...view, request: { ...request, text: 'שלום' } });
    expect(hebrew).toContain('Buyer: \u2068שלום\u2069');
    expect(exported('text')).not.toMatch(/\p{Cf}/u);
  });
});

type DeepReadonly<T> = { readonly [K in keyof T]: DeepReadonly<T[K]> };
