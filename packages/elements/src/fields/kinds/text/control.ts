import { countGraphemes, MAX_CODE_UNITS, tidyText } from '@sidecard/core/forms';
import type { TextField } from '@sidecard/core/wire';
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { stayInText } from '../../../events/stay-in-text.js';
import { format } from '../../../locales/message.js';
import { icon } from '../../../theme/icons.js';
import type { Control, ControlKind } from '../../kind.js';
import { commonProblem, labelLine, readText, textOf, valueOf } from '../../parts.js';

/** A text area with a counter; it shows who reads the text. */
export const textControl: ControlKind<TextField> = {
  draw(control) {
    const { field, id, value, invalid, described, error, model, leave } = control;
    const { texts } = model;
    const text = textOf(value);
    const count = text.length > MAX_CODE_UNITS ? text.length : countGraphemes(tidyText(text));
    const reader = field.readBy;
    const who =
      reader &&
      html`<div class="audience ${reader === 'staff' ? 'platform' : ''}" id="${id}-who">
        ${icon(reader === 'staff' ? 'lock' : 'eye')}${texts.form.audience[reader]}
      </div>`;
    return html`<div class="field">
      ${labelLine(
        control,
        html`<span class=${count > field.max ? 'aside over' : ''}
          >${format(texts.form.counter, { count, max: field.max })}</span
        >`,
      )}
      <div class="send ${reader === 'staff' ? 'platform' : ''}">
        ${who ?? nothing}
        <textarea
          id=${id}
          name=${field.key}
          rows="2"
          dir="auto"
          aria-describedby="${reader ? `${id}-who ` : ''}${described}"
          aria-invalid=${invalid}
          aria-required=${field.optional ? 'false' : 'true'}
          .value=${live(text)}
          @input=${(event: Event) => control.type(valueOf(event))}
          @blur=${leave}
        ></textarea>
      </div>
      ${error} ${field.multiline ? (model.templates?.({ id, text, reason: model.reason }) ?? nothing) : nothing}
      ${reader === 'buyer' ? quickReplies(control, text) : nothing}
    </div>`;
  },
  read: readText,
  problem: ({ problem }, { min, max }, texts, name) =>
    // An empty text lacks the full minimum.
    problem === 'required' ? commonProblem({ problem: 'too-short', by: min, min, max }, texts, name) : undefined,
};

/** Sentences that a click appends to the text. */
function quickReplies(control: Control<TextField>, text: string): TemplateResult | typeof nothing {
  const { replies, quickReplies: name } = control.model.texts.form;
  if (replies.length === 0) return nothing;
  const before = text.trimEnd();
  const add = (sentence: string) => {
    if (!text.includes(sentence))
      control.type(`${before}${/[^\u3002\uff01\uff1f]$/.test(before) ? ' ' : ''}${sentence}`);
  };
  return html`<div class="pills" role="group" aria-label=${name} @mousedown=${stayInText}>
    ${replies.map(
      (reply) =>
        html`<button class="pill" type="button" title=${reply.text} @click=${() => add(reply.text)}>
          ${reply.label}
        </button>`,
    )}
  </div>`;
}
