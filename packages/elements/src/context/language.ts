import { type Locale, resolveLocale } from '@sidecard/core/card';
import type { ReactiveController, ReactiveControllerHost } from '@lit/reactive-element';
import { localeOf } from '../locales/card-texts-for.js';
import type { LazyTexts } from '../locales/lazy-texts.js';
import { type OverlayTexts, overlayTextsFor } from '../locales/overlay-texts.js';
import type { ScopeController } from './scope-controller.js';

/** How long an element stays in its former language before it asks for one that failed to load again, in milliseconds. */
const RETRY_MS = 30_000;

/**
 * The language that an element is drawn in, and its texts with the host's own laid over them. One language is loaded at a time. When the scope asks
 * for another, the element stays in the former one until every text that it uses is there.
 */
export class Language implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #scope: ScopeController;
  readonly #used: Set<LazyTexts<object>>;
  #locale: Locale | undefined;
  #loading: Promise<void> | undefined;
  #failed = false;
  /** A language that failed to load, and when. */
  #missed: { readonly locale: Locale; readonly atMs: number } | undefined;

  /** @param own - the texts that the element cannot be drawn without. Create it before what asks for its {@link locale}. */
  constructor(host: ReactiveControllerHost & HTMLElement, scope: ScopeController, own: LazyTexts<object>) {
    this.#host = host;
    this.#scope = scope;
    this.#used = new Set([own]);
    host.addController(this);
  }

  /** The language of the present texts; before there are any, the one that is being loaded. */
  get locale(): Locale {
    return this.#locale ?? this.#wanted;
  }

  /** Whether there are texts to draw with. */
  get isReady(): boolean {
    return this.#locale !== undefined;
  }

  /** The few words for an element whose texts did not load; `undefined` while they may still come. */
  get failure(): OverlayTexts['overlay'] | undefined {
    return this.#failed && !this.isReady ? this.#laidOver(overlayTextsFor(this.locale)).overlay : undefined;
  }

  /** Takes the language of the scope once its texts are there, and loads what is missing. */
  hostUpdate(): void {
    const wanted = this.#wanted;
    // There are texts of another language to show meanwhile: not every keystroke asks again.
    const { locale, atMs } = this.#missed ?? {};
    if (this.isReady && locale === wanted && performance.now() - (atMs ?? 0) < RETRY_MS) return;
    const loads = [...this.#used].flatMap((texts) => texts.load(wanted) ?? []);
    if (loads.length === 0) this.#locale = wanted;
    else void (this.#loading ??= this.#await(loads, wanted));
  }

  /** Returns texts of the element, or of a part that came {@link with} them. @throws when they are not loaded */
  readonly textsOf = <Texts extends object>(texts: LazyTexts<Texts>): Texts => this.#laidOver(texts.in(this.locale));

  /**
   * Loads a part together with its texts, which the element uses from then on: it takes another language only with them.
   *
   * @throws when either cannot be loaded
   */
  async with<Part>(texts: LazyTexts<object>, part: Promise<Part>): Promise<Part> {
    const [loaded] = await Promise.all([part, this.#use(texts)]);
    return loaded;
  }

  /** Resolves when nothing is being loaded that the element is drawn with, and returns whether anything was. */
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
    const failedBefore = this.#failed;
    this.#failed = ![...this.#used].every((texts) => texts.has(wanted));
    this.#missed = this.#failed ? { locale: wanted, atMs: performance.now() } : undefined;
    // A failure is drawn once, also by an element that meets one that others have met.
    if (!this.#failed || !failedBefore || wanted !== this.#wanted) this.#host.requestUpdate();
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
