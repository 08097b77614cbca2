/** A text by language; keys are BCP 47 tags. */
export type Texts = Readonly<Record<string, string>>;

/** A text in every supported language. A host can add languages to its own texts; the panel's texts exist only in {@link LOCALES}. */
export type Labels = { readonly 'zh-CN': string; readonly en: string; readonly [locale: string]: string };

/** The supported languages. */
export const LOCALES = ['zh-CN', 'en'] as const;
/** A supported language, as a BCP 47 tag. */
export type Locale = (typeof LOCALES)[number];

/** Returns the text for a language: the exact tag, else the same language (`zh-HK` → `zh-CN`, `en-GB` → `en`), else English, else any. */
export function label(texts: Texts, locale: string): string {
  for (const tag of [locale, resolveLocale(locale), 'en'])
    if (Object.hasOwn(texts, tag) && texts[tag] !== undefined) return texts[tag];
  return Object.values(texts)[0] ?? '';
}

/** Whether a value is a BCP 47 language tag of limited length. */
export function isLanguageTag(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 35 && /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/.test(value);
}

/** Returns the supported language closest to a BCP 47 tag, or to one like `zh_CN`: Chinese for any `zh`, English otherwise. */
export function resolveLocale(tag: string): Locale {
  return /^zh(?![a-z])/i.test(tag) ? 'zh-CN' : 'en';
}
