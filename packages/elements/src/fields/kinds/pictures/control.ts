import type { FieldProblem, PicturesField } from '@sidecard/core/wire';
import { html } from 'lit';
import type { FormWords } from '../../../locales/form-catalogue.js';
import { format } from '../../../locales/message.js';
import type { ControlKind, FieldContext } from '../../kind.js';
import { optionalMark } from '../../parts.js';

/** Reads the ids of a list of pictures; those that are not uploaded have none, and are refused. */
export function readPictures(typed: unknown): readonly string[] {
  return Array.isArray(typed) ? typed.map((one) => (typeof one === 'string' ? one : '')) : [];
}

/** Returns the usable ones of a list: uploaded pictures are this account's own; the server checks that they are unused. */
export function uploadedPictures(typed: unknown): readonly string[] {
  return readPictures(typed).filter(Boolean);
}

/** Returns whether the server accepts pictures. */
export function takesPictures({ capabilities }: Pick<FieldContext, 'capabilities'>): boolean {
  return capabilities.includes('attachments');
}

/** Describes a problem of a list of pictures, where the common text does not. */
export function picturesProblem({ problem, max }: FieldProblem, { form }: FormWords): string | undefined {
  if (problem === 'unknown-option') return form.picturesUnfinished;
  return problem === 'too-high' ? format(form.picturesAtMost, { max }) : undefined;
}

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
  read: readPictures,
  limits: (typed, limits) => ({ ...limits, options: uploadedPictures(typed) }),
  isFillable: (_, context) => takesPictures(context),
  problem: (found, _, texts) => picturesProblem(found, texts),
};
