import { countGraphemes, MAX_CODE_UNITS, tidyText } from '@sidecard/core/forms';
import { labelText } from '../ticket/view-model.js';
import type { ChoiceField, Field, TextField } from '@sidecard/core/wire';
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Form } from '../forms/form.js';
import { problemText } from '../forms/problem-text.js';
import { format } from '../locales/message.js';
import type { StaffWords } from '../locales/staff-catalogue.js';
import { icon } from '../theme/icons.js';

/** What the composer renders. */
export interface ComposerModel {
  readonly texts: StaffWords;
  readonly form: Form;
  /** Label of the send button, which names the reader. */
  readonly send: string;
  /** Why nothing is sent now, whatever the form contains. */
  readonly held: string | undefined;
  readonly sending: boolean;
  /** Why it cannot be sent, other than field problems. */
  readonly error: string | undefined;
  readonly onSend: () => void;
  readonly redraw: () => void;
  /** The field for pictures; nothing if the server has none. */
  readonly pictures: TemplateResult | typeof nothing;
  /** What inserts templates; nothing for those who have none. */
  readonly templates: TemplateResult | typeof nothing;
}

/** Share of the maximum length from which on the counter warns. */
const NEARLY_FULL = 0.96;

/** The composer: who reads the message, its purpose, its text, and the send button. */
export function composer(model: ComposerModel): TemplateResult {
  const { texts, form, sending, redraw } = model;
  const { fields } = form.shape;
  const purpose = fields.find((field): field is ChoiceField => field.kind === 'choice');
  const words = fields.find((field): field is TextField => field.kind === 'text');
  const text = textOf(form.typed['text']);
  const count = text.length > MAX_CODE_UNITS ? text.length : countGraphemes(tidyText(text));
  const max = words?.max ?? 500;
  const reason = model.held ?? whyNot(model);
  const said = model.error ?? shownProblem(model);
  const toStaff = words?.readBy === 'staff';
  return html`<form
      class="send platform"
      novalidate
      @submit=${(event: Event) => {
        event.preventDefault();
        model.onSend();
      }}
    >
      ${
        toStaff
          ? html`<div class="audience platform" id="who">${icon('lock')}${texts.form.audience.staff}</div>`
          : nothing
      }
      ${purpose ? purposes(purpose, model) : nothing}
      <textarea
        id="field-text"
        rows="3"
        dir="auto"
        aria-label=${texts.staff.title}
        aria-describedby="${toStaff ? 'who ' : ''}count${said ? ' error' : ''}"
        aria-invalid=${form.problemAt('text', form.problems) ? 'true' : 'false'}
        placeholder=${texts.staff.placeholder}
        .value=${live(text)}
        @input=${(event: Event) => {
          form.type('text', (event.currentTarget as HTMLTextAreaElement).value);
          redraw();
        }}
        @blur=${() => {
          // Leaving an empty composer is not an error.
          if (text.trim()) form.leave('text');
          queueMicrotask(redraw);
        }}
      ></textarea>
      ${model.templates} ${model.pictures}
      <div class="foot">
        <span class="aside ${count >= max * NEARLY_FULL ? 'over' : ''}" id="count">
          ${format(texts.form.counter, { count, max })}
        </span>
        <button
          class="btn staff"
          type="submit"
          data-act="send-staff"
          aria-disabled=${reason || sending ? 'true' : 'false'}
          aria-describedby=${reason ? 'not-yet' : nothing}
        >
          ${sending ? texts.state.sending : model.send}
        </button>
      </div>
      <span class="vh" id="not-yet">${reason ? format(texts.form.notYet, { reason }) : nothing}</span>
    </form>
    ${said ? html`<p class="error" id="error">${icon('warning')}<span>${said}</span></p>` : nothing}`;
}

/** Explains why it cannot be sent yet. */
export function whyNot({ form, texts }: Pick<ComposerModel, 'form' | 'texts'>): string | undefined {
  const [problem] = form.problems;
  const field = problem && form.shape.fields.find(({ key }) => key === problem.field);
  return field && words(field, problem, texts);
}

function shownProblem({ form, texts }: ComposerModel): string | undefined {
  const { problems } = form;
  for (const field of form.shape.fields) {
    const found = form.problemAt(field.key, problems);
    if (found) return words(field, found, texts);
  }
  return undefined;
}

function words(field: Field, problem: Parameters<typeof problemText>[0], texts: StaffWords): string {
  return field.kind === 'choice' ? texts.staff.choosePurpose : problemText(problem, field, texts);
}

function purposes({ key, options }: ChoiceField, { texts, form, redraw }: ComposerModel): TemplateResult {
  const known: Readonly<Record<string, { readonly short: string; readonly long: string }>> = texts.staff.purposes;
  return html`<div class="pills" role="radiogroup" aria-label=${texts.staff.purpose}>
    ${options.map((option, i) => {
      const name = known[option.key];
      return html`<label class="pill">
        <input
          class="vh"
          type="radio"
          name=${key}
          id=${i === 0 ? `field-${key}` : `field-${key}-${i}`}
          value=${option.key}
          aria-label=${name?.long ?? nothing}
          .checked=${live(form.typed[key] === option.key)}
          @change=${() => {
            form.type(key, option.key);
            redraw();
          }}
          @click=${toText}
        />
        ${name?.short ?? labelText(option.labels, { texts })}
      </label>`;
    })}
  </div>`;
}

/** A pointer that has chosen the purpose is about to write; keys go on among the purposes. */
function toText({ currentTarget, detail }: MouseEvent): void {
  const form = detail > 0 ? (currentTarget as HTMLElement).closest('form') : null;
  form?.querySelector('textarea')?.focus();
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
