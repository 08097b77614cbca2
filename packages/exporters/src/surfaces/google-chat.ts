import { type Content, factsOf, endOf, type Parts, storyOf, summaryOf } from '../content.js';
import { bytes } from '../limits.js';
import type { Surface } from '../surface.js';
import { withoutMentions } from '../text.js';

export type GoogleChatWidget =
  | {
      /** A subset of HTML. */
      readonly textParagraph: { readonly text: string };
    }
  | {
      readonly buttonList: {
        readonly buttons: readonly [
          { readonly text: string; readonly onClick: { readonly openLink: { readonly url: string } } },
        ];
      };
    };

/** The body of `spaces.messages.create`, or of an incoming webhook. */
export interface GoogleChatMessage {
  /** For notifications. */
  readonly fallbackText: string;
  readonly cardsV2: readonly [
    {
      readonly cardId: string;
      readonly card: {
        readonly header: {
          readonly title: string;
          readonly subtitle?: string;
          readonly imageUrl?: string;
          readonly imageType?: 'SQUARE';
          readonly imageAltText?: string;
        };
        readonly sections: readonly [{ readonly widgets: readonly GoogleChatWidget[] }];
      };
    },
  ];
}

/**
 * Google Chat. Limits from developers.google.com/workspace/chat, references of `CardWithId`, `Card` and `Message`: a card has at most 32 KB
 * and 100 widgets (these have 7 at most), a message with its cards 32,000 bytes.
 */
export const googleChat: Surface<GoogleChatMessage> = {
  unsupported: [],
  places: (content) => [
    {
      limit: bytes(32_000),
      parts: ['picture', 'options', 'words', 'owner', 'item', 'buyer', 'line', 'due', 'link', 'title'],
      text: (parts) => JSON.stringify(message({ ...content, parts })),
    },
  ],
  write: message,
};

function message({ ticketId, parts, viewTask }: Content): GoogleChatMessage {
  const { title, status, item, picture } = parts;
  return {
    fallbackText: named(withoutMentions(summaryOf(parts))),
    cardsV2: [
      {
        cardId: ticketId,
        card: {
          header: {
            title: named(title),
            ...(status ? { subtitle: status } : {}),
            ...(picture ? { imageUrl: picture, imageType: 'SQUARE', imageAltText: named(item ?? '') } : {}),
          },
          sections: [
            {
              widgets: [
                ...[...factsOf(parts), ...storyOf(parts), endOf(parts)]
                  .filter((line) => line !== '')
                  .map((line) => ({ textParagraph: { text: html(line) } })),
                ...button(parts, viewTask),
              ],
            },
          ],
        },
      },
    ],
  };
}

function button({ link }: Parts, viewTask: string): readonly GoogleChatWidget[] {
  return link ? [{ buttonList: { buttons: [{ text: viewTask, onClick: { openLink: { url: link } } }] } }] : [];
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function html(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

/** A header’s text is not documented to be HTML, nor not to be: without angle brackets it is the same either way. */
function named(text: string): string {
  return text.replace(/</g, '‹').replace(/>/g, '›');
}
