import type { Client } from '@sidecard/client';
import { type NearDeadline, watchDeadlines } from '@sidecard/client/deadlines';
import { WARNING_MINUTES } from '@sidecard/core/list';
import { readMinutes } from '@sidecard/core/live-card';
import type { Locale } from '@sidecard/core/card';
import { render } from 'lit';
import { Announcer } from '../controllers/announcer.js';
import type { DeadlineNearDetail, SidecardEventMap } from '../events/events.js';
import type { CardTexts } from '../locales/card-texts.js';
import { shortOrder } from '../locales/short-order.js';
import { liveTexts } from '../locales/card-texts-for.js';
import { formatDuration } from '../locales/duration.js';
import { format } from '../locales/message.js';
import { noticeTexts } from '../locales/notice-catalogue.js';
import type { NoticeTexts } from '../locales/notice-texts.js';
import { addSheets } from '../theme/add-sheets.js';
import { css } from '../theme/css.js';

/** What {@link warnOfDeadlines} needs of a provider. */
export interface Warned {
  readonly element: HTMLElement;
  readonly root: ShadowRoot;
  readonly client: Client;
  /** Minutes before a deadline; as text, separated by blanks or commas. */
  readonly minutes: string | readonly number[];
  /** The language, and the host's texts over Sidecard's. */
  readonly locale: () => Locale;
  readonly withOverrides: <Catalogue extends object>(texts: Catalogue) => Catalogue;
}

const styles = [
  css`
    .said {
      position: absolute;
      inline-size: 1px;
      block-size: 1px;
      margin: 0;
      overflow: hidden;
      clip-path: inset(50%);
      white-space: nowrap;
    }
  `,
];

/** What was said of each ticket last, or left to the host, by client: of providers with one client, the first one speaks. */
const saidOf = new WeakMap<Client, Map<string, string>>();

/**
 * Dispatches `sidecard-deadline-near` for each deadline that is near, and announces them together.
 *
 * @returns a function that stops it
 */
export function warnOfDeadlines(provider: Warned): () => void {
  const { element, root, client } = provider;
  const said = saidOf.get(client) ?? new Map<string, string>();
  saidOf.set(client, said);
  const voice = createVoice(element, root);
  const stop = watchDeadlines(client, {
    minutes: minutesIn(provider.minutes),
    onNear(near) {
      const unsaid = near.filter(({ ticket: { ticketId }, dueAtMs, minutesLeft }) => {
        const detail = { ticketId, dueAt: new Date(dueAtMs).toISOString(), minutesLeft };
        const isUnprevented = dispatchNear(element, detail);
        const what = `${dueAtMs} ${minutesLeft}`;
        const isNew = said.get(ticketId) !== what;
        said.set(ticketId, what);
        return isUnprevented && isNew;
      });
      if (unsaid.length > 0) void announce(unsaid, provider, voice);
    },
  });
  return () => {
    stop();
    voice.remove();
  };
}

/** Unlike `dispatch`, adds nothing to what every card loads. */
function dispatchNear(element: HTMLElement, detail: DeadlineNearDetail): boolean {
  const type: keyof SidecardEventMap = 'sidecard-deadline-near';
  return element.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true, cancelable: true }));
}

/** Reads the setting. Without a number, the default is used. */
function minutesIn(setting: string | readonly number[]): readonly number[] {
  const minutes = readMinutes(setting);
  if (
    minutes.length <
    String(setting)
      .split(/[\s,]+/)
      .filter(Boolean).length
  ) {
    console.warn('Sidecard: the deadline warnings of a provider are minutes, such as "60 10".');
  }
  return minutes.length > 0 ? minutes : WARNING_MINUTES;
}

interface Voice {
  readonly say: (text: string, language: string) => void;
  readonly remove: () => void;
}

/** The place of announcements, beside the provider's slot: the provider itself is not rendered again for them. */
function createVoice(element: HTMLElement, root: ShadowRoot): Voice {
  const place = element.ownerDocument.createElement('div');
  const draw = (): void => void render(announcer.render(), place);
  const announcer: Announcer = new Announcer(Object.assign(place, { renderRoot: place, requestUpdate: draw }));
  addSheets(root, styles);
  root.append(place);
  draw();
  return {
    say(text, language) {
      place.lang = language;
      announcer.say(text);
    },
    remove: () => place.remove(),
  };
}

async function announce(near: readonly NearDeadline[], provider: Warned, voice: Voice): Promise<void> {
  const locale = provider.locale();
  await Promise.all([noticeTexts.load(locale), liveTexts.load(locale)]);
  const [words, live] = [noticeTexts.get(locale), liveTexts.get(locale)];
  const [first] = [...near].sort((one, other) => one.dueAtMs - other.dueAtMs);
  if (!words || !live || !first) return;
  const texts: CardTexts & NoticeTexts = provider.withOverrides({ ...live, ...words });
  const { buyer, order } = first.ticket;
  const time = formatDuration(first.minutesLeft * 60_000, texts);
  voice.say(
    near.length > 1
      ? format(texts.notices.severalNear, { count: near.length, time })
      : format(texts.notices.near, { buyer: buyer.name, order: shortOrder(order.id), time }),
    texts.locale,
  );
}
