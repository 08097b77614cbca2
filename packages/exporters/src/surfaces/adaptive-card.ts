import { type Content, endOf, factsOf, lineOf, linesOf, headingOf, type Parts, storyOf } from '../content.js';
import { bytes } from '../limits.js';
import type { Surface } from '../surface.js';

/** A piece of text. Unlike a `TextBlock`, it has no Markdown. */
export interface AdaptiveTextRun {
  readonly type: 'TextRun';
  readonly text: string;
  readonly weight?: 'bolder';
  readonly size?: 'medium';
  readonly isSubtle?: true;
}

export interface AdaptiveText {
  readonly type: 'RichTextBlock';
  readonly inlines: readonly AdaptiveTextRun[];
  readonly separator?: true;
}

/** The facts beside the item's picture. */
export interface AdaptiveColumns {
  readonly type: 'ColumnSet';
  readonly columns: readonly [
    {
      readonly type: 'Column';
      readonly width: 'auto';
      readonly items: readonly [
        { readonly type: 'Image'; readonly url: string; readonly altText: string; readonly size: 'medium' },
      ];
    },
    { readonly type: 'Column'; readonly width: 'stretch'; readonly items: readonly AdaptiveText[] },
  ];
}

/** An Adaptive Card, as `attachments[].content` of a message of Teams, Outlook or Webex. */
export interface AdaptiveCard {
  readonly type: 'AdaptiveCard';
  readonly $schema: 'http://adaptivecards.io/schemas/adaptive-card.json';
  readonly version: '1.5';
  /** An ISO 639 code, without a region. */
  readonly lang: string;
  readonly fallbackText: string;
  readonly body: readonly (AdaptiveText | AdaptiveColumns)[];
  readonly actions: readonly { readonly type: 'Action.OpenUrl'; readonly title: string; readonly url: string }[];
}

/**
 * Adaptive Cards 1.5. The format has no limits of its own. Microsoft Teams has: incoming webhooks take messages of 28 KB, bots of more
 * (learn.microsoft.com, “Create incoming webhooks”). A card has at most 27,000 bytes, which leaves 1,672 for the message around it.
 */
export const adaptiveCard: Surface<AdaptiveCard> = {
  unsupported: [],
  places: (content) => [
    {
      limit: bytes(27_000),
      parts: ['picture', 'options', 'words', 'owner', 'item', 'buyer', 'line', 'due', 'link', 'title'],
      text: (parts) => JSON.stringify(card({ ...content, parts })),
    },
  ],
  write: card,
};

function card({ locale, parts, viewTask }: Content): AdaptiveCard {
  return {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.5',
    lang: locale.slice(0, 2),
    fallbackText: literal([headingOf(parts), ...linesOf(parts)].join('\n')),
    body: [
      {
        type: 'RichTextBlock',
        inlines: [
          { type: 'TextRun', text: literal(parts.title), weight: 'bolder', size: 'medium' },
          ...(parts.status ? [{ type: 'TextRun', text: ` · ${parts.status}`, size: 'medium' } as const] : []),
        ],
      },
      ...facts(parts),
      ...storyOf(parts).map((line) => textOf(line)),
      ...(endOf(parts) ? [textOf(endOf(parts), { isSubtle: true })] : []),
    ],
    actions: parts.link ? [{ type: 'Action.OpenUrl', title: viewTask, url: parts.link }] : [],
  };
}

function facts(parts: Parts): readonly (AdaptiveText | AdaptiveColumns)[] {
  const texts = factsOf(parts).map((line) => textOf(line));
  const { picture } = parts;
  if (!picture) return texts;
  const altText = literal(lineOf(parts, 'item'));
  return [
    {
      type: 'ColumnSet',
      columns: [
        { type: 'Column', width: 'auto', items: [{ type: 'Image', url: picture, altText, size: 'medium' }] },
        { type: 'Column', width: 'stretch', items: texts },
      ],
    },
  ];
}

function textOf(line: string, look: Pick<AdaptiveTextRun, 'isSubtle'> = {}): AdaptiveText {
  return { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: literal(line), ...look }] };
}

/** Clients replace `{{DATE(…)}}`, and templates `${…}`, in every text: an invisible word joiner separates the brackets. */
function literal(text: string): string {
  return text.replace(/(?<=[{$])(?=\{)/g, '\u2060');
}
