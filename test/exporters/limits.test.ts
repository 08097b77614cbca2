import { builtInTypes } from '@sidecard/core';
import type { TicketView } from '@sidecard/core/wire';
import { cardWords } from '@sidecard/elements/card-words';
import {
  type Dropped,
  type Exported,
  exportTicket,
  type Part,
  type PayloadOf,
  SURFACE_NAMES,
  type SurfaceName,
} from '@sidecard/exporters';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OPTIONS, stringsOf, viewOf, withTexts } from '../support/exports.ts';
import { play, seeds } from '../support/histories.ts';
import { HOSTILE_TEXTS } from '../support/hostile.ts';

const LOCALES = ['zh-CN', 'en'] as const;
const TICKETS = 2_000;
const bytes = (text: string) => Buffer.byteLength(text);
/** As an expectation it would take most of the time of a hundred thousand. */
function atMost(size = 0, max: number) {
  if (size > max) throw new Error(`${size} is more than ${max}`);
}

/** What people might write to have it read as markup, a mention, a link or a picture. */
const MARKUP = [
  '<!channel> <@U123> <https://evil.example|Refund> @all <users/all> <at id=all></at>',
  '[click](https://evil.example) ![x](https://evil.example/x.png) **bold** `code` ~~no~~ # big',
  '- a list',
  '1. one',
  '> quoted',
  '===',
  '<a href="https://evil.example">x</a><img src=x onerror=alert(1)><br>',
  '{{DATE(2020-01-01T00:00:00Z,SHORT)}} ${order}',
  '\u05E9\u05DC\u05D5\u05DD \u202E\u2066\u2069\u2069 \u0645\u0631\u062D\u0628\u0627',
  '\u{1F469}\u200D\u{1F469}\u200D\u{1F467}'.repeat(40),
  '商品包装破损，杯口有缺口。'.repeat(30),
];
const anyText = fc.oneof(
  fc.constantFrom(...MARKUP, ...HOSTILE_TEXTS.filter(({ length }) => length < 5_000)),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.string({ unit: 'grapheme', minLength: 100, maxLength: 160 }),
);
const texts = fc.array(anyText, { minLength: 6, maxLength: 6 });
const anyPicture = fc.constantFrom(
  undefined,
  'https://img.example/a(1).png',
  'http://img.example/a.png',
  '/a.png',
  `https://img.example/${'a'.repeat(900)}.png`,
);

/** The published limits of each surface, as its payload has to keep them. */
const CHECKS: { readonly [Name in SurfaceName]: (payload: PayloadOf<Name>) => void } = {
  slack({ text, blocks }) {
    atMost(text.length, 4_000);
    atMost(blocks.length, 50);
    for (const block of blocks) {
      if (block.type === 'header') atMost(block.text.text.length, 150);
      if (block.type === 'section') atMost(block.text.text.length, 3_000);
      if (block.type === 'section' && block.accessory) {
        atMost(block.accessory.image_url.length, 3_000);
        atMost(block.accessory.alt_text.length, 2_000);
      }
      if (block.type === 'context') atMost(block.elements[0].text.length, 3_000);
      if (block.type === 'actions') {
        atMost(block.elements[0].text.text.length, 75);
        atMost(block.elements[0].url.length, 3_000);
      }
    }
  },
  'adaptive-card': (card) => atMost(bytes(JSON.stringify(card)), 28 * 1_024 - 1_000),
  feishu(card) {
    atMost(bytes(JSON.stringify({ msg_type: 'interactive', content: JSON.stringify(card) })), 30 * 1_024);
    atMost(JSON.stringify(card).match(/"tag":/g)?.length, 200);
  },
  'google-chat'(message) {
    atMost(bytes(JSON.stringify(message)), 32_000);
    atMost(message.cardsV2[0].card.sections[0].widgets.length, 100);
  },
  wecom({ template_card: card }) {
    atMost(card.source.desc.length, 13);
    atMost(card.main_title.title.length, 26);
    atMost(card.main_title.desc?.length ?? 0, 30);
    atMost(card.sub_title_text?.length ?? 0, 112);
    atMost(bytes(card.quote_area?.title ?? ''), 128);
    atMost(bytes(card.quote_area?.quote_text ?? ''), 512);
    atMost(card.jump_list.length, 3);
    atMost(card.jump_list[0].title.length, 13);
    atMost(bytes(card.card_action.url), 2_048);
  },
  dingtalk(message) {
    const { title, text } = message.msgtype === 'actionCard' ? message.actionCard : message.markdown;
    atMost(title.length, 64);
    atMost(text.length, 1_000);
    if (message.msgtype !== 'actionCard') return;
    atMost(message.actionCard.singleTitle.length, 20);
    atMost(message.actionCard.singleURL.length, 500);
  },
  text: (text) => atMost(bytes(text), 2_048),
};

/** A text without what a surface changes about it: what a reader reads, in one form. */
function read(text: string): string {
  if (!/[^ -%'-~·]/.test(text)) return text;
  return text
    .replace(
      /&(lt|gt|quot|#39|amp);/g,
      (_, name: string) => ({ lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' })[name] ?? '',
    )
    .replace(/[\uFF01-\uFF5E]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/‹/g, '<')
    .replace(/›/g, '>')
    .replace(/[\u2060\u202A-\u202E\u2066-\u2069]/g, '')
    .replace(/[\s\u0000-\u001F\u007F-\u009F\uD800-\uDFFF]+/g, (found) => (/[\uD800-\uDFFF]/.test(found) ? found : ' '));
}

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** Throws unless a message has a part in full, shortened between two characters, or not at all, as it says. */
function verify(texts: readonly string[], part: Part, text: string, dropped: readonly Dropped[]) {
  const found = dropped.find((one) => one.part === part);
  if (found && (found.why === 'limit') !== (found.limit !== undefined)) throw new Error(`${part} lacks its limit`);
  if (found?.how === 'left-out') return;
  const said = texts.some(found ? shortening(text) : (one) => one.includes(text));
  if (!said) throw new Error(`${part} is neither said nor listed: ${text}`);
}

/** Returns whether a text contains the beginning of another, with an ellipsis between two characters. */
function shortening(whole: string): (text: string) => boolean {
  const begins = new Set<number>();
  for (const { index } of graphemes.segment(whole.slice(0, 4_000))) begins.add(index);
  // white space before the ellipsis is gone
  const isBetween = (at: number) => begins.has(at) || /\s/.test(whole.charAt(at)) || at > 3_990;
  const [first = ''] = whole;
  return (text) => {
    if (!text.includes('…')) return false;
    for (let from = text.indexOf(first); from >= 0; from = text.indexOf(first, from + 1))
      for (let to = text.indexOf('…', from); to >= 0; to = text.indexOf('…', to + 1))
        if (isBetween(to - from) && whole.startsWith(text.slice(from, to))) return true;
    return whole === '';
  };
}

/** What the card says, in the form of {@link read}. */
function partsOf(view: TicketView, locale: string): readonly (readonly [Part, string])[] {
  const value = (text: string) =>
    read(text)
      .replace(/\p{Surrogate}/gu, ' ')
      .replace(/\s+/g, ' ')
      .trim();
  const { locale: _, viewTask: __, platform: ___, ...parts } = cardWords(view, { ...OPTIONS, locale, value });
  return Object.entries(parts).map(([part, text]) => [part as Part, read(text)] as const);
}

function check<Name extends SurfaceName>(name: Name, view: TicketView, locale: string, parts = partsOf(view, locale)) {
  const result = exportTicket(name, view, { ...OPTIONS, locale });
  if (!result.ok) throw new Error(result.error.code);
  const { payload, dropped }: Exported<PayloadOf<Name>> = result.value;
  CHECKS[name](payload);
  const strings = stringsOf(payload).map(([, text]) => text);
  const halves = strings.find((text) => /\p{Surrogate}/u.test(text));
  if (halves !== undefined) throw new Error(`half a character: ${halves}`);
  const texts = strings.map(read);
  for (const [part, text] of parts) verify(texts, part, text, dropped);
  return dropped;
}

describe('an exported ticket', () => {
  it('is within the limits of every surface, in both languages, and lists what is not said in full', () => {
    let tickets = 0;
    const seen = new Set<string>();
    for (const type of builtInTypes)
      fc.assert(
        fc.property(seeds(), texts, anyPicture, (picks, [...words], picture) => {
          const { moments, now } = play(picks, { types: [type] });
          for (const [index, ticket] of [...new Set(moments.flatMap((moment) => moment.tickets))].entries()) {
            tickets++;
            const view = withTexts(
              { ...viewOf(ticket, now), covered: true },
              words[index % words.length] ?? '',
              picture,
            );
            for (const locale of LOCALES) {
              const parts = partsOf(view, locale);
              for (const name of SURFACE_NAMES)
                for (const { part, how, why } of check(name, view, locale, parts))
                  seen.add(`${name} ${part} ${how} ${why}`);
            }
          }
        }),
        { numRuns: Math.ceil(TICKETS / builtInTypes.length / 5) },
      );
    expect(tickets).toBeGreaterThanOrEqual(TICKETS);
    // the texts were long enough to matter
    expect([...seen]).toEqual(
      expect.arrayContaining([
        'dingtalk words shortened limit',
        'text words left-out limit',
        'wecom item shortened limit',
        'wecom owner left-out limit',
        'feishu picture left-out unsupported',
      ]),
    );
  });

  it.each(SURFACE_NAMES)('is within the limits of %s with texts of any length', (name) => {
    for (const text of ['退'.repeat(9_000), '<&>"'.repeat(8_100)])
      expect(check(name, withTexts(viewOf(), text), 'en').map(({ part }) => part)).toContain('words');
    for (const text of HOSTILE_TEXTS) {
      const result = exportTicket(name, withTexts(viewOf(), text), OPTIONS);
      if (result.ok) CHECKS[name](result.value.payload as never);
      expect(result.ok).toBe(true);
    }
  });
});
