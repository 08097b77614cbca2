import type { NotesState, Team } from '@sidecard/client';
import { tidyText } from '@sidecard/core/forms';
import { noteProblem } from '@sidecard/core/team';
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { isComposing } from '../events/composing.js';
import { formatWhen } from '../locales/format.js';
import { format } from '../locales/message.js';
import type { TeamWords } from '../locales/team-catalogue.js';
import { icon } from '../theme/icons.js';
import type { ViewModel } from '../ticket/view-model.js';

/** Name of the client’s draft. */
export const NOTE_DRAFT = 'note';

/** What is written as the next note, which is in the client’s drafts, and whether it is being added. */
export class NotesForm {
  readonly #hooks: { readonly say: (text: string) => void };
  readonly #redraw: () => void;
  /** Attempts to add the same text are one write. */
  #attempt: { readonly text: string; readonly key: string } | undefined;
  adding = false;

  constructor(hooks: { readonly say: (text: string) => void }, redraw: () => void) {
    this.#hooks = hooks;
    this.#redraw = redraw;
  }

  /** Adds what is written. */
  async add({ client, view, texts, drafts }: ViewModel<TeamWords>, team: Team): Promise<void> {
    const typed = textOf(drafts.get(NOTE_DRAFT));
    const text = tidyText(typed);
    if (this.adding || noteProblem(text)) return;
    this.#attempt = this.#attempt?.text === text ? this.#attempt : { text, key: crypto.randomUUID() };
    this.adding = true;
    this.#redraw();
    const result = await team.addNote(view.id, text, this.#attempt.key);
    this.adding = false;
    if (result.ok) {
      this.#attempt = undefined;
      // What was typed meanwhile remains.
      if (textOf(client.drafts.draft(view.id, NOTE_DRAFT).get()) === typed) client.drafts.clear(view.id, NOTE_DRAFT);
    }
    this.#hooks.say(result.ok ? texts.notes.added : texts.notes.failed);
    this.#redraw();
  }
}

/** The section of notes: what is there, oldest first, and the next one. */
export function notesSection(model: ViewModel<TeamWords>, state: NotesState | undefined, form: NotesForm, team: Team) {
  const { texts, client, view, drafts, time } = model;
  const { notes: words } = texts;
  const notes = state?.notes ?? [];
  const text = textOf(drafts.get(NOTE_DRAFT));
  const isSendable = !form.adding && noteProblem(tidyText(text)) === undefined;
  const body: TemplateResult = html`${
      notes.length > 0
        ? html`<ol class="notes">
            ${notes.map(
              (note) =>
                html`<li>
                  <p class="s"><b>${note.by.name}</b> <time class="muted">${formatWhen(note.atMs, time)}</time></p>
                  <p class="words" dir="auto">${note.text}</p>
                </li>`,
            )}
          </ol>`
        : nothing
    }
    <form
      class="send"
      data-form=${NOTE_DRAFT}
      novalidate
      @submit=${(event: Event) => {
        event.preventDefault();
        void form.add(model, team);
      }}
    >
      <div class="audience" id="note-who">${icon('lock')}${words.audience}</div>
      <textarea
        id="internal-note"
        rows="2"
        dir="auto"
        aria-label=${words.placeholder}
        aria-describedby="note-who"
        placeholder=${words.placeholder}
        .value=${live(text)}
        @input=${(event: Event) =>
          client.drafts.set(view.id, NOTE_DRAFT, { text: (event.currentTarget as HTMLTextAreaElement).value })}
        @keydown=${(event: KeyboardEvent) => {
          if (event.key !== 'Enter' || isComposing(event) || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          void form.add(model, team);
        }}
      ></textarea>
      <div class="row">
        <button class="btn small" type="submit" data-act="add-note" aria-disabled=${isSendable ? 'false' : 'true'}>
          ${form.adding ? words.adding : words.add}
        </button>
      </div>
    </form>`;
  return { key: 'notes', icon: 'lock', title: words.title, sum: format(words.count, { count: notes.length }), body };
}

function textOf(draft: Readonly<Record<string, unknown>> | undefined): string {
  const text = draft?.['text'];
  return typeof text === 'string' ? text : '';
}
