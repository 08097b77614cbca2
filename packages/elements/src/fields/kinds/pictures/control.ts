import type { PicturesField } from '@sidecard/core/wire';
import { html } from 'lit';
import type { ControlKind } from '../../kind.js';
import { optionalMark } from '../../parts.js';

/** Pictures that are uploaded while the form is filled in. In the draft, one that is on its way is no text. */
export const picturesControl: ControlKind<PicturesField> = {
  draw(control) {
    const { field, id, name, described, invalid, error, model, place, redraw } = control;
    return html`<fieldset class="field" aria-describedby=${described}>
      <legend class="label" id="${id}-help">${name}${optionalMark(field, model)}</legend>
      ${model.pictures.picker({
        ...{ id, described, invalid, redraw, typed: control.value, max: field.max },
        place: { client: place.client, ticketId: place.ticketId, form: place.name, field: field.key },
      })}
      ${error}
    </fieldset>`;
  },
  read: (typed) => (Array.isArray(typed) ? typed.map((one) => (typeof one === 'string' ? one : '')) : []),
  // Uploaded pictures are this account's own; the server checks that they are unused.
  limits: (typed, limits) => ({
    ...limits,
    options: Array.isArray(typed) ? typed.filter((one) => typeof one === 'string') : [],
  }),
  // The server must accept pictures.
  isFillable: (_, { capabilities }) => capabilities.includes('attachments'),
  problem: ({ problem }, _, { form }) => (problem === 'unknown-option' ? form.picturesUnfinished : undefined),
};
