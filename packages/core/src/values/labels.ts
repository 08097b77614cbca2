/** A text by language, a BCP 47 tag each. */
export type Texts = Readonly<Record<string, string>>;

/**
 * A text in every language that ships. A host may add languages to its own texts; the panel's words are in {@link LOCALES} alone.
 */
export type Labels = { readonly 'zh-CN': string; readonly en: string; readonly [locale: string]: string };

/** The languages that are complete. */
export const LOCALES = ['zh-CN', 'en'] as const;
/** A complete language, as a BCP 47 tag. */
export type Locale = (typeof LOCALES)[number];

/**
 * Picks the text for a language: the exact tag, else the same language (`zh-HK` → `zh-CN`, `en-GB` → `en`), else English, else any.
 */
export function label(texts: Texts, locale: string): string {
  for (const tag of [locale, resolveLocale(locale), 'en'])
    if (Object.hasOwn(texts, tag) && texts[tag] !== undefined) return texts[tag];
  return Object.values(texts)[0] ?? '';
}

/** Whether a value is a language tag as BCP 47 writes them, of a bearable length. */
export function isLanguageTag(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 35 && /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/.test(value);
}

/** The complete language nearest to a BCP 47 tag: Chinese for any `zh`, English for the rest. */
export function resolveLocale(tag: string): Locale {
  return /^zh\b/i.test(tag) ? 'zh-CN' : 'en';
}
