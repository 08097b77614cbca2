import type { ClientRefusal } from '@sidecard/client';
import { label } from '@sidecard/core';
import {
  checkFields,
  type Field,
  type FieldLimits,
  type FieldProblem,
  type FieldValues,
  limitsOfPart,
  PART,
} from '@sidecard/core/wire';
import { h } from '../dom.js';
import { problemText, refusalText } from '../words.js';
import { createControl, type FieldControl, type FormContext } from './field-input.js';

/** What {@link createForm} takes. */
export interface FormOptions {
  readonly fields: readonly Field[];
  readonly context: FormContext;
  /** Initial values. */
  readonly initial?: FieldValues;
  /** What the draft is kept for, and the form's name: Sidecard's client keeps what is typed until it is sent and confirmed. */
  readonly draft?: readonly [ticketId: string, form: string];
  /** Fields whose initial value a draft does not change. */
  readonly fixed?: readonly string[];
  /** Checks beyond those of the fields. */
  readonly check?: (values: FieldValues) => readonly FieldProblem[];
  /** Text above the fields. */
  readonly note?: string;
  readonly submit: string;
  readonly cancel: string;
  readonly tone?: 'accent' | 'platform';
  /** @returns the error, if the command was refused */
  readonly onSubmit: (values: FieldValues) => Promise<ClientRefusal | undefined>;
  readonly onCancel: () => void;
  /** Called when the user changes a value, with all current values. */
  readonly onChange?: (
    values: FieldValues,
    changed: string,
    write: (key: string, value: FieldValues[string]) => void,
  ) => void;
}

let forms = 0;

/** Creates a form from core's fields: their labels, kinds and checks. */
export function createForm(options: FormOptions): HTMLFormElement {
  const { fields, context, initial = {} } = options;
  const prefix = `form-${(forms += 1)}`;
  const rows = fields.flatMap((field) => createRow(field, `${prefix}-${field.key}`, context) ?? []);
  for (const { field, control } of rows) {
    const value = initial[field.key] ?? proposed(field, context);
    if (value !== undefined) control.write?.(value);
  }
  const { drafts } = context.client;
  /** Fields that the user has changed. */
  const typed = new Set<string>();
  let isLoaded = false;
  if (options.draft) void load(...options.draft);

  /** Shows what was typed earlier, which may still have to be read from storage: the user may have begun to type by then. */
  async function load(ticketId: string, name: string): Promise<void> {
    const draft = (await drafts.load(ticketId)).get(name) ?? {};
    for (const { field, control } of rows) {
      const value = draft[field.key] as FieldValues[string];
      if (value === undefined || options.fixed?.includes(field.key)) continue;
      if (!typed.has(field.key)) control.write?.(value);
      // Both texts are kept; the caret stays where it was, at the end.
      else if (field.kind === 'text') control.write?.(bothTexts(value, control.read()));
    }
    isLoaded = true;
    form.dataset['draft'] = 'loaded';
    if (typed.size > 0) drafts.set(ticketId, name, values());
  }

  /** Values of the visible fields: some are not needed while a box is checked. */
  function values(): FieldValues {
    const read = Object.fromEntries(rows.map(({ field, control }) => [field.key, control.read()]));
    for (const { field, root } of rows) {
      root.hidden = field.optionalIf !== undefined && read[field.optionalIf] === true;
      if (root.hidden) delete read[field.key];
    }
    return read;
  }
  const whole = h('p', { class: 'problem', role: 'alert' });
  const send = h('button', { class: `button filled ${options.tone ?? 'accent'}`, type: 'submit' }, options.submit);
  const cancel = h('button', { class: 'button', type: 'button', onclick: () => options.onCancel() }, options.cancel);

  function show(problems: readonly FieldProblem[]): void {
    for (const row of rows) {
      const found = problems.find((problem) => problem.field === row.field.key);
      row.say(found && problemText(found, context.locale));
    }
    rows.find(({ field }) => problems.some((problem) => problem.field === field.key))?.control.focusable.focus();
  }

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    if (send.disabled) return;
    whole.textContent = '';
    const filled = values();
    const problems = checkFields(fields, filled, withPictures(fields, limitsOfPart(context.limits, filled), filled));
    const found = problems.length > 0 ? problems : (options.check?.(filled) ?? []);
    show(found);
    if (found.length > 0) return;
    send.disabled = true;
    const error = await options.onSubmit(filled);
    send.disabled = false;
    if (!error) return;
    whole.textContent = refusalText(error, context.locale);
    if ('problems' in error && error.problems) show(error.problems);
  }

  const form = h(
    'form',
    { class: 'form', novalidate: true, onsubmit: (event) => void submit(event) },
    options.note !== undefined && h('p', { class: 'note' }, options.note),
    ...rows.map(({ root }) => root),
    whole,
    h('div', { class: 'buttons' }, cancel, send),
  );
  for (const { field, root } of rows) {
    root.addEventListener('input', () => {
      typed.add(field.key);
      const filled = values();
      if (field.key === PART) {
        const limits = limitsOfPart(context.limits, filled);
        for (const row of rows) {
          const amount = row.field.kind === 'money' ? proposed(row.field, { ...context, limits }) : undefined;
          if (amount) row.control.write?.(amount);
        }
      }
      options.onChange?.(filled, field.key, (key, value) => {
        if (value !== undefined) rows.find((row) => row.field.key === key)?.control.write?.(value);
      });
      if (options.draft && isLoaded) drafts.set(...options.draft, values());
    });
  }
  values();
  return form;
}

/** What was typed earlier, and now. */
function bothTexts(before: unknown, now: unknown): string {
  const texts = [before, now].filter((text) => typeof text === 'string' && text.trim() !== '');
  return [...new Set(texts)].join('\n');
}

/** Adds the limits of pictures: all that were uploaded are this account's, and unused. */
function withPictures(
  fields: readonly Field[],
  limits: Readonly<Record<string, FieldLimits>>,
  filled: FieldValues,
): Readonly<Record<string, FieldLimits>> {
  const own = fields
    .filter(({ kind }) => kind === 'pictures')
    .map(({ key }) => [key, { options: ((filled[key] ?? []) as readonly string[]).filter(Boolean) }] as const);
  return { ...limits, ...Object.fromEntries(own) };
}

/** Proposes the whole remaining amount where an amount is required, and all pieces of the case. */
function proposed(field: Field, { limits }: FormContext): FieldValues[string] {
  const { max, currency, items } = limits[field.key] ?? {};
  if (field.key === PART) return items;
  const needed = field.kind === 'money' && !field.optional && (field.of ?? 'refund') === 'refund';
  return needed && max !== undefined && currency !== undefined ? { amountMinor: max, currency } : undefined;
}

interface Row {
  readonly field: Field;
  readonly control: FieldControl;
  readonly root: HTMLElement;
  say(problem: string | undefined): void;
}

function createRow(field: Field, id: string, context: FormContext): Row | undefined {
  const control = createControl(field, id, context);
  if (!control) return undefined;
  const problem = h('p', { class: 'problem', id: `${id}-problem` });
  const optional = field.optional === true && field.kind !== 'boolean';
  const words = label(field.labels, context.locale) + (optional ? OPTIONAL[context.locale] : '');
  const root =
    control.shape === 'group'
      ? h('fieldset', { class: 'field' }, h('legend', {}, words), control.root, problem)
      : control.shape === 'check'
        ? h('div', { class: 'field' }, h('label', { class: 'check', for: id }, control.root, words), problem)
        : h('div', { class: 'field' }, h('label', { for: id }, words), control.root, problem);
  return {
    field,
    control,
    root,
    say(text) {
      problem.textContent = text ?? '';
      control.focusable.toggleAttribute('aria-invalid', false);
      if (text === undefined) control.focusable.removeAttribute('aria-describedby');
      else {
        control.focusable.setAttribute('aria-invalid', 'true');
        control.focusable.setAttribute('aria-describedby', problem.id);
      }
    },
  };
}

const OPTIONAL = { 'zh-CN': '\uFF08\u9009\u586B\uFF09', en: ' (optional)' } as const;
