import { label } from '@sidecard/core/card';
import type { Texts } from '@sidecard/core';
import type { Field, FieldProblem } from '@sidecard/core/wire';
import { html, nothing, type TemplateResult } from 'lit';
import { controlKind } from '../fields/controls.js';
import type { Control, ControlModel } from '../fields/kind.js';
import { icon } from '../theme/icons.js';
import { canBeShown, contextOf } from './form-values.js';
import type { Form } from './form.js';
import { problemText } from './problem-text.js';

/** What a form's fields are drawn from. */
export interface FieldModel extends ControlModel {
  readonly form: Form;
  /** Everything that is wrong, whether it is shown yet or not. */
  readonly problems: readonly FieldProblem[];
  /** Gives the words of one of a field's options. */
  readonly optionLabels: (field: Field, key: string) => Texts | undefined;
  /** Redraws what depends on what was typed or left. */
  readonly redraw: () => void;
}

/** Renders a field of any kind. */
export function fieldTemplate(field: Field, model: FieldModel): TemplateResult {
  const kind = controlKind(field);
  return kind && canBeShown(field, model.form.shape) ? kind.draw(controlOf(field, model)) : unknownField(field, model);
}

/** A required field that cannot be filled in here (R27). */
function unknownField({ labels }: Field, { texts }: FieldModel): TemplateResult {
  return html`<div class="field">
    <span class="label">${label(labels, texts.locale)}</span>
    <p class="help">${texts.form.unknownMove}</p>
  </div>`;
}

/** Looks up all that a field's control needs. */
function controlOf(field: Field, model: FieldModel): Control {
  const { form, texts, problems, redraw } = model;
  const id = `field-${field.key}`;
  const name = label(field.labels, texts.locale);
  const found = form.problemAt(field.key, problems);
  return {
    ...contextOf(field, form.shape),
    field,
    model,
    id,
    name,
    value: form.typed[field.key],
    invalid: found ? 'true' : 'false',
    invalidItem: found?.itemId,
    described: `${id}-help${found ? ` ${id}-error` : ''}`,
    error: found
      ? html`<p class="error" id="${id}-error">
          ${icon('warning')}<span>${problemText(found, field, texts, model.view.order)}</span>
        </p>`
      : nothing,
    nameOf(key) {
      const labels = model.optionLabels(field, key);
      return labels ? label(labels, texts.locale) : key;
    },
    type(value) {
      form.type(field.key, value);
      redraw();
    },
    place: form.place,
    redraw,
    leave() {
      form.leave(field.key);
      // A control is also left when an update takes it away: not while that is under way.
      queueMicrotask(redraw);
    },
  };
}
