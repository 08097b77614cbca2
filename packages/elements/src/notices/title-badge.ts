import type { Client } from '@sidecard/client';

/** Options of {@link titleBadge}. */
export interface TitleBadgeOptions {
  /** Writes the count before the title. @default `(3) `, and `(99+) ` for more than 99 */
  readonly format?: (count: number) => string;
  /** Also set the count on the icon of an installed app, where the browser can. @default false */
  readonly appBadge?: boolean;
  /** @default the page's */
  readonly page?: Document;
}

/** What TypeScript’s library has for windows alone. */
type Badging = Partial<Pick<Navigator, 'setAppBadge' | 'clearAppBadge'>>;

const MOST = 99;
const formatCount = (count: number): string => `(${count > MOST ? `${MOST}+` : count}) `;

/** One badge's part of a title. */
interface Share extends Required<Pick<TitleBadgeOptions, 'format' | 'appBadge'>> {
  readonly client: object;
  count: number;
}

/** A page's title with the number of all its badges. */
interface BadgedTitle {
  readonly shares: Set<Share>;
  /** Writes the title. Without shares, it is the host's again. */
  readonly draw: () => void;
}

/** On the document, for all copies of the SDK: each would take another's number for a part of the host's title. */
const TITLE: unique symbol = Symbol.for('sidecard.title-badge');
type Page = Document & { [TITLE]?: BadgedTitle };

/** Returns text as browsers return it from the start of a title. */
const collapse = (text: string): string => text.replace(/[\t\n\f\r ]+/g, ' ').replace(/^ /, '');

/**
 * Puts the number of tasks that need an answer before the page's title: `(3) Chat`. The title stays the host's: set `document.title` as ever,
 * and the number goes before the new one. Without such tasks, and for accounts that have no lists, there is no number. The numbers of several
 * clients are added up, and written as the first one's `format` says.
 *
 * @example
 * const stop = titleBadge(client);
 *
 * @returns a function that stops it and restores the title
 */
export function titleBadge(
  client: Pick<Client, 'counts'>,
  { format = formatCount, appBadge = false, page = document }: TitleBadgeOptions = {},
): () => void {
  const { shares, draw } = badgedTitle(page);
  const share: Share = { client, format, appBadge, count: 0 };
  shares.add(share);
  const stop = client.counts.subscribe((counts) => {
    share.count = counts?.views?.['needs-answer'] ?? 0;
    draw();
  });
  return () => {
    stop();
    if (shares.delete(share)) draw();
  };
}

function badgedTitle(page: Page): BadgedTitle {
  const found = page[TITLE];
  if (found) return found;
  const shares = new Set<Share>();
  /** The host's title, and what stands before it. */
  let own = page.title;
  let badge = '';
  /** What was written, and what the page made of it. */
  let written = own;
  let shown = own;
  let onIcon: number | undefined;

  /** Takes over a title that the host has set. One that was made from the title with the number loses the number. */
  function follow(): void {
    const { title } = page;
    if (title !== shown) own = badge && title.startsWith(badge) ? title.slice(badge.length) : title;
  }

  function draw(): void {
    follow();
    // Of two badges with one client, one counts.
    const counts = new Map([...shares].map(({ client, count }) => [client, count]));
    const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
    const [first] = shares;
    badge = first && total > 0 ? collapse(first.format(total)) : '';
    const title = badge + own;
    // Not again and again if the page makes something else of it.
    if (title !== written || page.title !== shown) page.title = title;
    written = title;
    shown = page.title;
    setOnIcon([...shares].some(({ appBadge }) => appBadge) ? total : undefined);
    if (shares.size > 0) return;
    observer.disconnect();
    Reflect.deleteProperty(page, TITLE);
  }

  function setOnIcon(count: number | undefined): void {
    if (count === onIcon) return;
    onIcon = count;
    const badging: Badging = navigator;
    void (count ? badging.setAppBadge?.(count) : badging.clearAppBadge?.())?.catch(() => {});
  }

  const observer = new MutationObserver(draw);
  observer.observe(page.head, { childList: true, subtree: true, characterData: true });
  return (page[TITLE] = { shares, draw });
}
