import { type Locale, resolveLocale } from '@sidecard/core/card';
import type { ReactiveController, ReactiveControllerHost } from '@lit/reactive-element';
import { localeOf } from '../locales/card-texts-for.js';
import type { LazyTexts } from '../locales/lazy-texts.js';
import { type OverlayTexts, overlayTextsFor } from '../locales/overlay-texts.js';
import type { ScopeController } from './scope-controller.js';

/** How long an element stays in its former language before it asks for one that failed to load again, in milliseconds. */
const RETRY_MS = 30_000;

/**
 * An element's language, and its texts with the host's overrides. One language loads at a time. When the scope changes it, the element
 * keeps the former one until all of its texts have loaded.
 */
export class Language implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #scope: ScopeController;
  readonly #used: Set<LazyTexts<object>>;
  #locale: Locale | undefined;
  #loading: Promise<void> | undefined;
  /** The language that failed to load last, and when. */
  #missed: { readonly locale: Locale; readonly atMs: number } | undefined;

  /** @param own - texts that the element needs to render. Create it before anything that reads its {@link locale}. */
  constructor(host: ReactiveControllerHost & HTMLElement, scope: ScopeController, own: LazyTexts<object>) {
    this.#host = host;
    this.#scope = scope;
    this.#used = new Set([own]);
    host.addController(this);
  }

  /** The language of the current texts or, before there are any, the one that is loading. */
  get locale(): Locale {
    return this.#locale ?? this.#wanted;
  }

  /** Whether there are texts to render with. */
  get isReady(): boolean {
    return this.#locale !== undefined;
  }

  /** A short text for an element whose texts failed to load; `undefined` while they may still load. */
  get failure(): OverlayTexts['overlay'] | undefined {
    return this.#missed && !this.isReady ? this.#laidOver(overlayTextsFor(this.locale)).overlay : undefined;
  }

  /** Switches to the scope's language once its texts have loaded, and loads what is missing. */
  hostUpdate(): void {
    const wanted = this.#wanted;
    // There are texts of another language to show meanwhile: not every keystroke asks again.
    const missed = this.#missed?.locale === wanted ? this.#missed : undefined;
    if (this.isReady && missed && performance.now() - missed.atMs < RETRY_MS) return;
    const loads = [...this.#used].flatMap((texts) => texts.load(wanted) ?? []);
    if (loads.length === 0) this.#locale = wanted;
    else void (this.#loading ??= this.#await(loads, wanted));
  }

  /** Returns texts of the element, or of a part loaded {@link with} them. @throws if they are not loaded */
  readonly textsOf = <Texts extends object>(texts: LazyTexts<Texts>): Texts => this.#laidOver(texts.in(this.locale));

  /**
   * Loads a part together with its texts. From then on the element switches languages only with them.
   *
   * @throws if either fails to load
   */
  async with<Part>(texts: LazyTexts<object>, part: Promise<Part>): Promise<Part> {
    const [loaded] = await Promise.all([part, this.#use(texts)]);
    return loaded;
  }

  /** Resolves once everything that the element renders with has loaded, and returns whether anything was loading. */
  async settled(): Promise<boolean> {
    if (!this.#loading) return false;
    await this.#loading;
    return true;
  }

  get #wanted(): Locale {
    const scope = this.#scope.value;
    const given = scope?.locale ?? scope?.client?.locale;
    return given ? resolveLocale(given) : localeOf(this.#host);
  }

  #laidOver<Texts extends object>(texts: Texts): Texts {
    return this.#scope.value?.withOverrides?.(texts) ?? texts;
  }

  async #await(loads: readonly Promise<boolean>[], wanted: Locale): Promise<void> {
    await Promise.all(loads);
    this.#loading = undefined;
    const before = this.#missed;
    const failed = ![...this.#used].every((texts) => texts.has(wanted));
    this.#missed = failed ? { locale: wanted, atMs: performance.now() } : undefined;
    // A failure is drawn once, also by an element that meets one that others have met.
    if (!failed || !before || wanted !== this.#wanted) this.#host.requestUpdate();
  }

  async #use(texts: LazyTexts<object>): Promise<void> {
    let locale;
    do {
      locale = this.locale;
      await texts.load(locale);
    } while (locale !== this.locale);
    this.textsOf(texts);
    this.#used.add(texts);
  }
}
