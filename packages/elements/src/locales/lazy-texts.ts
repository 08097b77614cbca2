import type { Locale } from '@sidecard/core';

/**
 * Texts that load one language at a time, on demand. A failed language is retried with every later request; until then, another loaded one
 * is used.
 */
export class LazyTexts<Texts> {
  readonly #loaders: Readonly<Partial<Record<Locale, () => Promise<Texts>>>>;
  readonly #loaded: Map<Locale, Texts>;
  readonly #loading = new Map<Locale, Promise<boolean>>();
  readonly #failed = new Set<Locale>();

  /** @param included - languages included in this module */
  constructor(
    loaders: Readonly<Partial<Record<Locale, () => Promise<Texts>>>>,
    included: Readonly<Partial<Record<Locale, Texts>>> = {},
  ) {
    this.#loaders = loaders;
    this.#loaded = new Map(Object.entries(included) as [Locale, Texts][]);
  }

  /** Returns the texts in a language, or `undefined` while they load or if none could be loaded. */
  get(locale: Locale): Texts | undefined {
    const found = this.#loaded.get(locale);
    return found ?? (this.#failed.has(locale) ? this.#loaded.values().next().value : undefined);
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
