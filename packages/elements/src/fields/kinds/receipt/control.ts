import type { ReceiptField, ReceiptLine } from '@sidecard/core/wire';
import { label } from '@sidecard/core/card';
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { format } from '../../../locales/message.js';
import { icon } from '../../../theme/icons.js';
import type { Control, ControlKind } from '../../kind.js';
import { keepNumber } from '../../line-input.js';
import { optionalMark, valueOf } from '../../parts.js';
import { picturesProblem, readPictures, takesPictures, uploadedPictures } from '../pictures/control.js';

/** A line of the form: a state, and what is said and shown of it. */
type TypedLine = Readonly<Partial<Record<'state' | 'quantity' | 'text', string>> & { pictures?: unknown }>;

/** A state per line, at first as agreed; for another state the number of pieces, a text and pictures. */
export const receiptControl: ControlKind<ReceiptField> = {
  draw(control) {
    const { field, id, name, described, error, model, limits } = control;
    return html`<fieldset class="field" aria-describedby=${described}>
      <legend class="label" id="${id}-help">${name}${optionalMark(field, model)}</legend>
      ${(limits.items ?? []).map(({ itemId, quantity }, i) => line(control, itemId, quantity, i === 0 ? id : `${id}-${i}`))}
      ${error}
    </fieldset>`;
  },
  // Its items and states come from lists.
  problem(found, { arrived }, texts) {
    if (found.part === 'pictures') return picturesProblem(found, texts);
    return arrived && found.problem === 'unknown-option' ? texts.problems.nothingArrived : undefined;
  },
  limits: (typed, limits) => ({
    ...limits,
    options: Object.keys(recordOf(typed)).flatMap((itemId) => uploadedPictures(lineOf(typed, itemId).pictures)),
  }),
  read(typed, { options: [asAgreed] }, { limits }) {
    return (limits.items ?? []).flatMap(({ itemId, quantity }): ReceiptLine[] => {
      const { state, text, pictures, ...line } = lineOf(typed, itemId);
      const ids = readPictures(pictures);
      if (state === undefined || state === asAgreed?.key) return [];
      // A single piece has no input, even if more were typed before. Core's check refuses a number that was not read.
      const count = line.quantity === undefined || quantity === 1 ? quantity : Number(line.quantity);
      return [
        {
          itemId,
          quantity: count,
          state: state as ReceiptLine['state'],
          ...(text ? { text } : {}),
          ...(ids.length > 0 ? { pictures: ids } : {}),
        },
      ];
    });
  },
};

function line(control: Control<ReceiptField>, itemId: string, most: number, id: string): TemplateResult {
  const { field, value, model, described, leave, place, redraw, invalidItem = itemId } = control;
  const invalid = invalidItem === itemId ? control.invalid : 'false';
  const { texts, view } = model;
  const title = view.order.items.find((item) => item.id === itemId)?.title ?? itemId;
  const [asAgreed] = field.options;
  const { state = asAgreed?.key, quantity = String(most), text = '', pictures } = lineOf(value, itemId);
  const type = (change: TypedLine) =>
    control.type({ ...recordOf(value), [itemId]: { ...lineOf(value, itemId), ...change } });
  const graded = state !== asAgreed?.key;
  return html`<div class="part">
    <label class="s" for=${id}><bdi translate="no">${title}</bdi> <bdi translate="no" dir="ltr">×${most}</bdi></label>
    <div class="pick">
      <select
        id=${id}
        aria-invalid=${invalid}
        .value=${live(state ?? '')}
        @change=${(event: Event) => type({ state: valueOf(event) })}
        @blur=${leave}
      >
        ${field.options.map(({ key, labels }) => html`<option value=${key} ?selected=${key === state}>${label(labels, texts.locale)}</option>`)}
      </select>
      ${icon('chevron-down')}
    </div>
    ${
      graded && most > 1
        ? html`<label class="check">
            <input
              class="input"
              type="number"
              id="${id}-quantity"
              min="1"
              max=${most}
              aria-label=${format(texts.form.quantity, { item: title })}
              aria-invalid=${invalid}
              .value=${live(quantity)}
              @wheel=${keepNumber}
              @input=${(event: Event) => type({ quantity: valueOf(event) })}
              @blur=${leave}
            />
            <span class="muted num">/ ${most}</span>
          </label>`
        : nothing
    }
    ${
      graded
        ? html`<input
            class="input"
            id="${id}-text"
            aria-label=${format(texts.form.found, { item: title })}
            placeholder=${format(texts.form.found, { item: title })}
            autocomplete="off"
            .value=${live(text)}
            @input=${(event: Event) => type({ text: valueOf(event) })}
            @blur=${leave}
          />`
        : nothing
    }
    ${
      graded && field.maxPictures && takesPictures(control)
        ? html`<div role="group" aria-label=${format(texts.form.picturesOf, { item: title })}>
            ${model.pictures.picker({
              ...{
                id: `${id}-pictures`,
                typed: pictures,
                max: field.maxPictures,
                described,
                invalid,
                redraw,
                brief: true,
              },
              place: {
                client: place.client,
                ticketId: place.ticketId,
                form: place.name,
                field: field.key,
                item: itemId,
              },
            })}
          </div>`
        : nothing
    }
  </div>`;
}

/** Reads a draft, which an older release may have written. */
function recordOf(typed: unknown): Readonly<Record<string, TypedLine>> {
  return typeof typed === 'object' && typed !== null ? (typed as Readonly<Record<string, TypedLine>>) : {};
}

function lineOf(typed: unknown, itemId: string): TypedLine {
  const found = recordOf(typed)[itemId];
  return found && typeof found === 'object' ? found : {};
}
