import type { ReactiveElement } from '@lit/reactive-element';
import { nothing, type TemplateResult } from 'lit';
import type { Language } from '../context/language.js';
import type { PanelKeys } from '../context/panel-keys.js';
import { LazyTemplates } from '../team/lazy-templates.js';
import type { TemplateModel } from '../team/templates.js';

/** Templates and single keys of the composer, once they have loaded for an account that may handle tasks. */
export class ComposerSpeed {
  readonly #host: ReactiveElement;
  readonly #templates: LazyTemplates;

  constructor(host: ReactiveElement, language: Language, say: (text: string) => void) {
    this.#host = host;
    this.#templates = new LazyTemplates(host, language, say);
  }

  /** Renders the templates at the composer's text. */
  render(model: Omit<TemplateModel, 'texts'>, text: string): TemplateResult | typeof nothing {
    return this.#templates.render({ id: 'field-text', text }, model) ?? nothing;
  }

  /** Handles a key outside the text: a digit chooses a purpose, with Shift a template. @returns whether it was one */
  onKey(event: KeyboardEvent, keys: PanelKeys | undefined): boolean {
    const meaning = this.#templates.part?.meaningOf(event, keys);
    if (typeof meaning !== 'object' || !('reason' in meaning)) return this.#templates.onKey(meaning);
    const root = this.#host.renderRoot as ShadowRoot;
    const radio = root.querySelectorAll<HTMLInputElement>('[role=radiogroup] input')[meaning.reason - 1];
    radio?.click();
    if (radio) root.querySelector<HTMLElement>('#field-text')?.focus();
    return radio !== undefined;
  }
}
