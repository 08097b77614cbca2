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

/**
 * Puts the number of tasks that need an answer before the page's title: `(3) Chat`. The title stays the host's: set `document.title` as ever,
 * and the number goes before the new one. Without such tasks, and for accounts that have no lists, there is no number.
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
  const badging: Badging = appBadge ? navigator : {};
  let own = page.title;
  let shown = own;
  let count = 0;

  function set(title: string): void {
    if (page.title !== title) page.title = title;
    // As the page has it: browsers strip and collapse white space.
    shown = page.title;
  }

  /** Takes over a title that the host has set. One that was made from the title with the number loses the number. */
  function follow(): void {
    if (page.title === shown) return;
    const badge = count > 0 ? format(count).trimStart() : '';
    own = badge && page.title.startsWith(badge) ? page.title.slice(badge.length) : page.title;
  }

  function draw(): void {
    follow();
    set(count > 0 ? format(count) + own : own);
  }

  const observer = new MutationObserver(draw);
  observer.observe(page.head, { childList: true, subtree: true, characterData: true });
  const stop = client.counts.subscribe((counts) => {
    const next = counts?.views?.['needs-answer'] ?? 0;
    follow();
    count = next;
    draw();
    if (count > 0) void badging.setAppBadge?.(count).catch(() => {});
    else void badging.clearAppBadge?.().catch(() => {});
  });
  return () => {
    stop();
    observer.disconnect();
    follow();
    set(own);
    void badging.clearAppBadge?.().catch(() => {});
  };
}
