import { type Content, endOf, factsOf, headingOf, type Parts, storyOf, summaryOf } from '../content.js';
import { characters } from '../limits.js';
import type { Surface } from '../surface.js';

/** Text without formatting, mentions or emoji codes. */
export interface SlackText {
  readonly type: 'plain_text';
  readonly text: string;
  readonly emoji: false;
}

/** A block that this exporter writes. */
export type SlackBlock =
  | { readonly type: 'header'; readonly text: SlackText }
  | {
      readonly type: 'section';
      readonly text: SlackText;
      readonly accessory?: { readonly type: 'image'; readonly image_url: string; readonly alt_text: string };
    }
  | { readonly type: 'context'; readonly elements: readonly [SlackText] }
  | {
      readonly type: 'actions';
      readonly elements: readonly [
        { readonly type: 'button'; readonly text: SlackText; readonly url: string; readonly action_id: string },
      ];
    };

/** Arguments of `chat.postMessage`, without the channel; also the body for an incoming webhook. */
export interface SlackMessage {
  /** For notifications, in `mrkdwn`. */
  readonly text: string;
  readonly blocks: readonly SlackBlock[];
  readonly unfurl_links: false;
  readonly unfurl_media: false;
}

/**
 * Slack. Limits from docs.slack.dev, reference of blocks, block elements and `chat.postMessage`: 50 blocks, header text 150 characters,
 * section text 3,000, context text 3,000, image URL 3,000 and its alternative text 2,000, button text 75 and URL 3,000, message text best
 * below 4,000.
 */
export const slack: Surface<SlackMessage> = {
  unsupported: [],
  places: () => [
    { limit: characters(150), parts: ['title', 'status'], text: headingOf },
    { limit: characters(2_000), parts: ['item'], text: ({ item, picture }) => picture && item },
    { limit: characters(3_000), parts: ['options', 'item', 'buyer', 'pieces', 'amount', 'order'], text: facts },
    { limit: characters(3_000), parts: ['words', 'line'], text: story },
    { limit: characters(3_000), parts: ['owner', 'due'], text: endOf },
    { limit: characters(3_000), parts: ['picture'], text: ({ picture }) => picture },
    { limit: characters(3_000), parts: ['link'], text: ({ link }) => link },
    { limit: characters(4_000), parts: ['buyer', 'title', 'status', 'order'], text: fallback },
  ],
  write: ({ parts, viewTask }) => ({
    text: fallback(parts),
    blocks: [
      { type: 'header', text: plain(headingOf(parts)) },
      ...section(facts(parts), parts),
      ...section(story(parts), {}),
      ...(endOf(parts) ? [{ type: 'context', elements: [plain(endOf(parts))] } as const] : []),
      ...button(parts, viewTask),
    ],
    unfurl_links: false,
    unfurl_media: false,
  }),
};

function section(text: string, { picture, item = '' }: Partial<Parts>): readonly SlackBlock[] {
  if (!text) return [];
  return [
    {
      type: 'section',
      text: plain(text),
      ...(picture ? { accessory: { type: 'image', image_url: picture, alt_text: item } } : {}),
    },
  ];
}

function button({ link }: Parts, viewTask: Content['viewTask']): readonly SlackBlock[] {
  if (!link) return [];
  return [
    {
      type: 'actions',
      elements: [{ type: 'button', text: plain(viewTask), url: link, action_id: 'sidecard-view-task' }],
    },
  ];
}

function plain(text: string): SlackText {
  return { type: 'plain_text', text, emoji: false };
}

const facts = (parts: Parts): string => factsOf(parts).join('\n');
const story = (parts: Parts): string => storyOf(parts).join('\n');
/** In `mrkdwn`, these three are its control characters: without them there are no links and no mentions. */
const fallback = (parts: Parts): string =>
  summaryOf(parts).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
