import { headingOf, linesOf, type Parts } from '../content.js';
import { characters } from '../limits.js';
import type { Surface } from '../surface.js';

/** An ActionCard that opens one page. */
export interface DingTalkActionCard {
  readonly msgtype: 'actionCard';
  readonly actionCard: {
    /** For notifications and the list of conversations. */
    readonly title: string;
    /** Markdown. */
    readonly text: string;
    readonly singleTitle: string;
    readonly singleURL: string;
  };
}

/** Without a link, because an ActionCard must have one. */
export interface DingTalkMarkdown {
  readonly msgtype: 'markdown';
  readonly markdown: { readonly title: string; readonly text: string };
}

/** The body for a group’s robot. */
export type DingTalkMessage = DingTalkActionCard | DingTalkMarkdown;

/**
 * DingTalk. Limits from open.dingtalk.com, ActionCard of “发送工作通知” (the robot’s has the same members): `title` 64 characters, the
 * Markdown best below 1,000, `singleTitle` 20, `singleURL` 500. A card whose link is longer is a Markdown message without it.
 *
 * Which Markdown DingTalk reads, and whether it reads escapes, differs between its clients: characters that could be markup become their
 * full-width forms.
 */
export const dingtalk: Surface<DingTalkMessage> = {
  unsupported: [],
  places: () => [
    { limit: characters(500), parts: ['link'], text: ({ link }) => link },
    { limit: characters(64), parts: ['title', 'status'], text: headingOf },
    {
      limit: characters(1_000),
      parts: ['picture', 'options', 'words', 'owner', 'item', 'buyer', 'line', 'due', 'title'],
      text: markdown,
    },
  ],
  write: ({ parts, viewTask }) => {
    const [title, text] = [headingOf(parts), markdown(parts)];
    return parts.link
      ? { msgtype: 'actionCard', actionCard: { title, text, singleTitle: viewTask, singleURL: parts.link } }
      : { msgtype: 'markdown', markdown: { title, text } };
  },
};

/** Paragraphs: the heading, the picture, the lines. */
function markdown(parts: Parts): string {
  const picture = parts.picture ? [`![](${address(parts.picture)})`] : [];
  return [`### ${literal(headingOf(parts))}`, ...picture, ...linesOf(parts).map(literal)].join('\n\n');
}

/** Full-width forms are at this distance from ASCII. */
const TO_FULL_WIDTH = 0xfee0;

/** Markup within a line, and what begins a list, a quote or a heading. */
function literal(line: string): string {
  return line
    .replace(/[[\]<>*_`~#|\\]/g, wide)
    .replace(/^[-+=]/, wide)
    .replace(/^(\d+)([.)])/, (_, number: string, mark: string) => number + wide(mark));
}

function wide(character: string): string {
  return String.fromCharCode(character.charCodeAt(0) + TO_FULL_WIDTH);
}

/** A URL that ends where it says. */
function address(url: string): string {
  return url.replace(/[()]/g, (bracket) => (bracket === '(' ? '%28' : '%29'));
}
