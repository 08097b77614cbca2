import type { Locale } from '@sidecard/core';

/** What loads the texts in each language. */
export type TextLoaders<Texts> = Readonly<Record<Locale, () => Promise<Texts>>>;

/**
 * Texts that load one language at a time, on demand. A failed language is retried with every later request; until then, another loaded one
 * is used.
 */
export class LazyTexts<Texts> {
  readonly #loaders: Partial<TextLoaders<Texts>>;
  readonly #loaded: Map<Locale, Texts>;
  readonly #loading = new Map<Locale, Promise<boolean>>();
  readonly #failed = new Set<Locale>();

  /** @param included - languages that come with this module */
  constructor(loaders: Partial<TextLoaders<Texts>>, included: Readonly<Partial<Record<Locale, Texts>>> = {}) {
    this.#loaders = loaders;
    this.#loaded = new Map(Object.entries(included) as [Locale, Texts][]);
  }

  /** Returns the texts in a language, or `undefined` while they load or if none could be loaded. */
  get(locale: Locale): Texts | undefined {
    const found = this.#loaded.get(locale);
    return found ?? (this.#failed.has(locale) ? this.#loaded.values().next().value : undefined);
  }

  /** Whether the texts in a language are loaded, and not another in their place. */
  has(locale: Locale): boolean {
    return this.#loaded.has(locale);
  }

  /** Returns the texts in a loaded language. @throws if it is not loaded; there is no fallback language */
  in(locale: Locale): Texts {
    const found = this.#loaded.get(locale);
    if (!found) throw new Error(`The texts in ${locale} are not loaded.`);
    return found;
  }

  /**
   * Loads the texts in a language unless they are loaded.
   *
   * @returns whether {@link get} now returns another result; `undefined` if they were already loaded
   */
  load(locale: Locale): Promise<boolean> | undefined {
    if (this.#loaded.has(locale)) return undefined;
    let loading = this.#loading.get(locale);
    if (!loading) {
      loading = this.#fetch(locale);
      this.#loading.set(locale, loading);
    }
    return loading;
  }

  async #fetch(locale: Locale): Promise<boolean> {
    try {
      const texts = await this.#loaders[locale]?.();
      if (texts) this.#loaded.set(locale, texts);
      return true;
    } catch {
      const known = this.#failed.has(locale);
      this.#failed.add(locale);
      return !known;
    } finally {
      this.#loading.delete(locale);
    }
  }
}
