import { formOf } from '@sidecard/client';
import { moveOfOffer, type Offer } from '@sidecard/core';
import { Form } from '../forms/form.js';
import { canBeShown, type FormShape } from '../forms/form-values.js';
import type { Scene } from './scene.js';

/** Opens the form of an offer, with what was typed into it before. */
export function openForm(offer: Offer, scene: Scene): Form {
  return new Form(scene.client, scene.view.id, formOf(offer), shapeOf(offer, scene));
}

/** What an offer's form is made of now. What cannot be shown here and may be left out is left out. */
export function shapeOf(offer: Offer, { type, session }: Scene): FormShape {
  const limits = offer.limits ?? {};
  const fields = moveOfOffer(type, offer)?.fields ?? [];
  const capabilities = session?.capabilities ?? [];
  return {
    fields: fields.filter((field) => !field.optional || canBeShown(field, limits, capabilities)),
    limits,
    addresses: session?.returnAddresses ?? [],
    capabilities,
  };
}
