import { compose } from '@sidecard/core/forms';
import { deadlineRule, transitionOf } from '@sidecard/core/panel';
import type { Action, DescribedTransition, FieldValues } from '@sidecard/core/wire';
import { html, nothing, type TemplateResult } from 'lit';
import type { Form } from '../forms/form.js';
import { type FieldModel, fieldTemplate } from '../forms/fields.js';
import { canBeShown, visibleFields } from '../forms/form-values.js';
import { problemText } from '../forms/problem-text.js';
import type { FormWords } from '../locales/form-catalogue.js';
import { format } from '../locales/message.js';
import { icon } from '../theme/icons.js';
import { disabledReasonOf } from '../ticket/refusal-text.js';
import { actionName, formatRich, type ViewModel, labelText } from '../ticket/view-model.js';

/** What an open form needs besides the model. */
export interface FormHandlers {
  /** Why the last attempt was refused. */
  readonly refusal: string | undefined;
  /** Why nothing is sent, whatever the form contains. */
  readonly held: string | undefined;
  readonly sending: boolean;
  readonly onSend: () => void;
  readonly onCollapse: () => void;
  readonly optionLabels: FieldModel['optionLabels'];
  readonly templates: FieldModel['templates'];
  readonly redraw: () => void;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** The form of any offer, from its type's fields: what is sent, what the buyer will read, and what it leads to. */
export function taskForm(
  model: ViewModel<FormWords>,
  action: Action,
  form: Form,
  handlers: FormHandlers,
): TemplateResult {
  const { texts, type } = model;
  const transition = transitionOf(type, action);
  const problems = form.problems;
  const fields = visibleFields(form.shape.fields, form.typed);
  const reason = handlers.held ?? notYet(model, action, form);
  return html`<footer class="action-bar open" part="action-bar form" data-form=${action.command}>
    <h3 tabindex="-1" data-focus="action-bar">
      ${actionName(action, model)}
      <span class="end">
        <button class="btn quiet small" type="button" data-act="collapse" @click=${handlers.onCollapse}>
          ${texts.form.collapse}
        </button>
      </span>
    </h3>
    <div class="form">
      ${fields.map((field) => fieldTemplate(field, { ...model, ...handlers, form, problems, reason: form.typed['reason'] }))}
      ${transition && preview(model, transition, form, problems.length === 0)} ${consequence(model, action)}
      ${
        handlers.refusal
          ? html`<div class="notice urgent" data-refusal>
              ${icon('warning')}
              <p>${handlers.refusal}</p>
            </div>`
          : nothing
      }
    </div>
    <div class="acts">
      <button
        class="btn grow ${transition?.message || !fields.some(({ readBy }) => readBy === 'staff') ? 'fill' : 'staff'}"
        type="button"
        data-act="send"
        aria-disabled=${reason || handlers.sending ? 'true' : 'false'}
        aria-describedby=${reason ? 'not-yet' : nothing}
        @click=${handlers.onSend}
      >
        <span>${handlers.sending ? texts.state.sending : sendLabel(model, action, transition)}</span>
        ${reason || handlers.sending ? nothing : html`<kbd aria-hidden="true">${isMac() ? texts.form.shortcutMac : texts.form.shortcut}</kbd>`}
      </button>
    </div>
    <span class="vh" id="not-yet">${reason ? format(texts.form.notYet, { reason }) : nothing}</span>
  </footer>`;
}

/** Why a form cannot be sent now, as a sentence to be said; nothing when it can. */
export function whyNotYet(model: ViewModel<FormWords>, action: Action, form: Form): string | undefined {
  const reason = notYet(model, action, form);
  return reason && format(model.texts.form.notYet, { reason });
}

/** Why a form cannot be sent now, in a few words. */
function notYet(model: ViewModel<FormWords>, action: Action, form: Form): string | undefined {
  const { texts } = model;
  const disabledReason = disabledReasonOf(action, model);
  if (disabledReason) return disabledReason;
  const { fields } = form.shape;
  if (!fields.every((one) => canBeShown(one, form.shape))) return texts.form.unknownMove;
  const [problem] = form.problems;
  const field = problem && fields.find(({ key }) => key === problem.field);
  return field && problemText(problem, field, texts, model.view.order);
}

/** The words of the button name its reader. */
function sendLabel(
  model: ViewModel<FormWords>,
  action: Action,
  transition: DescribedTransition | undefined,
): readonly (string | TemplateResult)[] {
  const { sends, sendToBuyer, sendToStaff } = model.texts.form;
  const values = { act: actionName(action, model), buyer: model.view.order.buyer.name };
  const known = Object.hasOwn(sends, action.command) ? sends[action.command] : undefined;
  if (known) return formatRich(known, values);
  if (transition?.message) return formatRich(sendToBuyer, values);
  return transition?.fields?.some(({ readBy }) => readBy === 'staff') ? formatRich(sendToStaff, values) : [values.act];
}

/** The exact message to the buyer, from the same function as the server's (R7), in the buyer's language. */
function preview(
  { view, type, texts, session }: ViewModel<FormWords>,
  transition: DescribedTransition,
  form: Form,
  complete: boolean,
): TemplateResult | typeof nothing {
  if (!transition.message || !type) return nothing;
  const fields = complete ? form.cleaned : undefined;
  const { message } = transition;
  const { agreed: _, ...unagreed } = view;
  const say = (values: FieldValues, ticket: typeof unagreed): string =>
    compose(message, {
      fields: values,
      form: transition.fields ?? [],
      limits: form.shape.limits,
      ticket,
      type,
      party: session?.party ?? 'merchant',
    });
  const whole = fields && say(fields, view);
  // Only the server knows the share of an agreed refund for some of the pieces: a preview of the whole would mislead.
  const isShare = fields?.['part'] !== undefined && say(fields, unagreed) !== whole;
  const text = isShare ? undefined : whole;
  return html`<div class="preview" part="preview">
    <div class="cap">${icon('chat')}${texts.form.preview}</div>
    ${
      text
        ? html`<div class="bubble" lang=${view.locale} dir="auto">${text}</div>`
        : html`<p class="help">${isShare ? texts.form.previewShare : texts.form.previewEmpty}</p>`
    }
  </div>`;
}

function consequence(model: ViewModel<FormWords>, action: Action): TemplateResult | typeof nothing {
  const { starts } = action;
  const { type, texts } = model;
  const what = starts && type && labelText(deadlineRule(type, starts.key)?.labels, model);
  if (!starts || !what) return nothing;
  const time = duration(starts.lastsMs, texts);
  const text = format(texts.form.leadsTo[starts.of], { time, what });
  return html`<div class="notice">
    ${icon('info')}
    <p>${text}</p>
  </div>`;
}

/** Formats a duration in the largest unit that divides it; below an hour in minutes. */
function duration(ms: number, texts: FormWords): string {
  const { days, hours, minutes } = texts.form;
  const count = Math.round(ms / HOUR_MS);
  if (ms < HOUR_MS) return format(minutes, { count: Math.max(1, Math.round(ms / MINUTE_MS)) });
  return count % 24 === 0 ? format(days, { count: count / 24 }) : format(hours, { count });
}

function isMac(): boolean {
  return /Mac|iP(hone|ad)/.test(navigator.platform);
}
