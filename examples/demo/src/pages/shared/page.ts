import { resolveLocale, type Labels, type Locale } from '@sidecard/core';

/** Parameters of the page's URL: `?as=` account, `?shop=` shop, `?lang=zh-CN|en`, `?theme=light|dark`. */
export interface PageRequest {
  readonly locale: Locale;
  readonly as: string;
  readonly shop: string | undefined;
}

/**
 * Reads the URL's parameters, and sets the document's language and colour scheme. Without a theme, the system's applies.
 *
 * @param as - account to use if the URL names none
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

/** Returns the texts of a language. */
export function textsFor<Texts>(table: Readonly<Record<Locale, Texts>>, locale: Locale): Texts {
  return table[locale];
}

/** Returns a text in a language. Text that someone typed is the same in all. */
export function inLocale(text: Labels | string, locale: Locale): string {
  return typeof text === 'string' ? text : text[locale];
}

/** Returns the element with an id of the page's HTML. */
export function part(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`Missing element #${id}.`);
  return found;
}
