import { type Client, type Draft, requestDraft } from '@sidecard/client';
import type { RequestOption, RequestOptionsAnswer, Session, TicketTypeDescription } from '@sidecard/core/wire';
import { html, nothing, type TemplateResult } from 'lit';
import { isChosen, optionLabels } from '../fields/shown.js';
import { fieldTemplate } from '../forms/fields.js';
import { canBeShown, type FormShape, visibleFields } from '../forms/form-values.js';
import { Form } from '../forms/form.js';
import { formStyles } from '../forms/forms.styles.js';
import { problemText } from '../forms/problem-text.js';
import type { ConversationWords } from '../locales/conversation-catalogue.js';
import { format } from '../locales/message.js';
import type { Pictures } from '../pictures/lazy-pictures.js';
import { icon } from '../theme/icons.js';
import { draftsBeside, elsewhereNotice, keptSections } from '../ticket/kept-draft.js';
import { labelText, typeName } from '../ticket/view-model.js';

/*
 * The form of a request that an agent makes for a buyer. It loads when one is begun.
 */

/** What it looks like. */
export const styles = [formStyles];

/** What the form needs. */
export interface RequestForm {
  readonly texts: ConversationWords;
  readonly session: Session | undefined;
  readonly answer: RequestOptionsAnswer;
  readonly option: RequestOption | undefined;
  /** Loads once a type is chosen. */
  readonly type: TicketTypeDescription | undefined;
  readonly form: Form | undefined;
  /** Drafts of the order, by form, and those that are being written in another tab. */
  readonly drafts: ReadonlyMap<string, Draft> | undefined;
  readonly elsewhere: ReadonlySet<string> | undefined;
  readonly pictures: Pictures;
  readonly sending: boolean;
  readonly refusal: string | undefined;
  readonly onType: (key: string) => void;
  readonly onSubmit: () => void;
  readonly redraw: () => void;
}

/** Creates the form of a request. What is typed into it is a draft, by order and type. */
export function createRequestForm(
  client: Client,
  { order }: RequestOptionsAnswer,
  option: RequestOption,
  type: TicketTypeDescription,
  session: Session | undefined,
): Form {
  const all: Omit<FormShape, 'fields'> = {
    limits: option.limits,
    addresses: order.shipTo ? [order.shipTo] : [],
    capabilities: session?.capabilities ?? [],
  };
  const fields = type.request.filter((field) => !field.optional || canBeShown(field, all));
  return new Form(client, ...requestDraft({ orderId: order.id, type: type.key }), { ...all, fields });
}

/** Renders the choice of a type, and then its fields. */
export function requestForm(model: RequestForm): TemplateResult {
  const { texts, answer, option, form, type, refusal, sending } = model;
  const { conversation: words } = texts;
  const reason = option?.disabledReason;
  return html`<div class="form">
    <div class="field">
      <label class="label" for="type">${words.type}</label>
      <div class="pick">
        <select id="type" @change=${({ target }: Event) => model.onType((target as HTMLSelectElement).value)}>
          <option value="" ?selected=${!option}>${words.chooseType}</option>
          ${answer.options.map(
            (one) =>
              html`<option value=${one.type} ?selected=${one === option} ?disabled=${one.disabledReason !== undefined}>
                ${typeName({ type: one.type, typeLabels: one.typeLabels }, { texts })}${
                  one.disabledReason === undefined ? '' : ` · ${whyNot(one, texts)}`
                }
              </option>`,
          )}</select
        >${icon('chevron-down')}
      </div>
    </div>
    ${
      option && reason !== undefined
        ? html`<p class="help">${format(words.notNow, { reason: whyNot(option, texts) })}</p>`
        : form && type
          ? html`${fieldsOf(model, form, type)} ${elsewhereNotice(model.elsewhere, [form.place.name], texts)}
            ${besides(model, form)}`
          : option
            ? html`<span class="skel"></span><span class="skel short"></span>`
            : nothing
    }
    ${
      refusal
        ? html`<div class="notice urgent" data-refusal>
            ${icon('warning')}
            <p>${refusal}</p>
          </div>`
        : nothing
    }
    ${
      form && option
        ? html`<div class="acts">
            <button
              class="btn fill grow"
              type="button"
              data-act="create"
              aria-disabled=${form.problems.length > 0 || sending ? 'true' : 'false'}
              @click=${model.onSubmit}
            >
              ${sending ? texts.state.sending : format(words.submit, { type: typeName({ type: option.type, typeLabels: option.typeLabels }, { texts }) })}
            </button>
          </div>`
        : nothing
    }
  </div>`;
}

function fieldsOf(model: RequestForm, form: Form, type: TicketTypeDescription): readonly TemplateResult[] {
  const { texts, session, answer, pictures, redraw } = model;
  const { problems } = form;
  const view = { order: answer.order, request: form.values };
  return visibleFields(form.shape.fields, form.typed).map((field) =>
    fieldTemplate(field, {
      ...{ texts, session, type, view, pictures, form, problems, redraw },
      optionLabels: (of, key) => optionLabels(of, key, { type, session, view }),
    }),
  );
}

/** What another tab has written in the same fields. */
function besides({ drafts, texts }: RequestForm, { place, shape }: Form): readonly TemplateResult[] {
  const { client, ticketId, name } = place;
  return keptSections(draftsBeside(drafts, name, { all: shape.fields, isChosen }), texts, undefined, (form) =>
    client.drafts.clear(ticketId, form),
  );
}

/** Why a form cannot be sent, as a sentence; `undefined` if it can. */
export function whyNotYet(form: Form, texts: ConversationWords): string | undefined {
  const [problem] = form.problems;
  const field = problem && form.shape.fields.find(({ key }) => key === problem.field);
  return field && problemText(problem, field, texts);
}

function whyNot({ disabledReason = '', disabledLabels }: RequestOption, texts: ConversationWords): string {
  const known: Readonly<Record<string, unknown>> = texts.refusals;
  if (disabledReason === 'permission-missing') return texts.refusals.permission;
  const words = known[disabledReason];
  return labelText(disabledLabels, { texts }) || (typeof words === 'string' ? words : disabledReason);
}
