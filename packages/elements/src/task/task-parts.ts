import type { LitElement } from 'lit';
import { LazyPart } from '../controllers/lazy-part.js';
import { backgroundCatalogue } from '../locales/background-catalogue.js';
import { commitmentCatalogue } from '../locales/commitment-catalogue.js';
import { conflictCatalogue } from '../locales/conflict-catalogue.js';
import { formCatalogue } from '../locales/form-catalogue.js';
import { staffCatalogue } from '../locales/staff-catalogue.js';
import { addSheets } from '../theme/add-sheets.js';
import type { ViewModel } from '../ticket/view-model.js';
import type { FloatingControls } from './floating-controls.js';
import type { TaskSource } from './task-source.js';

/** What a panel loads on demand, each part with its texts, and when. */
export class TaskParts {
  readonly forms;
  readonly conflicts;
  readonly commitments;
  readonly staffMessage;
  readonly background;
  readonly #host: LitElement;
  readonly #floating: FloatingControls;

  constructor(
    host: LitElement,
    { language }: TaskSource,
    floating: FloatingControls,
    model: () => ViewModel | undefined,
  ) {
    this.#host = host;
    this.#floating = floating;
    this.forms = new LazyPart(host, () => language.with(formCatalogue, import('./forms-part.js')));
    this.conflicts = new LazyPart(host, () => language.with(conflictCatalogue, import('./conflict-part.js')));
    this.commitments = new LazyPart(host, () => language.with(commitmentCatalogue, import('./commitments-section.js')));
    this.staffMessage = new LazyPart(host, () =>
      language.with(staffCatalogue, import('../staff-message/staff-message.define.js')),
    );
    this.background = new LazyPart(host, () =>
      language.with(
        backgroundCatalogue,
        import('./background.js').then((part) => new part.Background(host, model)),
      ),
    );
  }

  /** Loads what the ticket needs, or will need soon. @param thread - whether there is a staff thread to show */
  follow({ session, view }: ViewModel, locked: boolean, thread: boolean): void {
    if (thread) this.staffMessage.want();
    if (session && (session.party !== 'buyer' || view.links || view.otherCases)) this.background.want();
    // Not needed to show the ticket, but soon after.
    if (!locked) {
      this.forms.want();
      this.#floating.want();
    }
    if (session?.shop?.commitments.length) {
      this.commitments.want();
      this.#floating.want();
    }
  }

  /** Adds the style sheets of what has loaded. */
  addSheets(): void {
    const root = this.#host.renderRoot as ShadowRoot;
    for (const part of [this.forms, this.conflicts, this.commitments, this.background, this.#floating.part]) {
      addSheets(root, part.value?.styles);
    }
  }
}
