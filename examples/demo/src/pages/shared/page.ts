import { resolveLocale, type Labels, type Locale } from '@sidecard/core';

/** What a page's address asks for: `?as=` who, `?shop=` which shop, `?lang=zh-CN|en`, `?theme=light|dark`. */
export interface PageRequest {
  readonly locale: Locale;
  readonly as: string;
  readonly shop: string | undefined;
}

/**
 * Reads the page's address, and sets language and scheme of the document accordingly. Without a theme the system's is followed.
 *
 * @param as - whose page it is when the address does not say
 */
export function readPage(as: string): PageRequest {
  const params = new URLSearchParams(location.search);
  const locale = resolveLocale(params.get('lang') ?? navigator.language);
  const root = document.documentElement;
  root.lang = locale;
  const theme = params.get('theme');
  if (theme === 'light' || theme === 'dark') root.dataset['theme'] = theme;
  return { locale, as: params.get('as') ?? as, shop: params.get('shop') ?? undefined };
}

/** The texts of one language, of a table with every language in it. */
export function textsFor<Texts>(table: Readonly<Record<Locale, Texts>>, locale: Locale): Texts {
  return table[locale];
}

/** A text that may be one for all languages, such as what somebody typed. */
export function inLocale(text: Labels | string, locale: Locale): string {
  return typeof text === 'string' ? text : text[locale];
}

/** The element that the page's HTML has under this id. */
export function part(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no #${id}.`);
  return found;
}
