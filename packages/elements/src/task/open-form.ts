import { formOf } from '@sidecard/client';
import { transitionOf } from '@sidecard/core/panel';
import type { Action } from '@sidecard/core/wire';
import { Form } from '../forms/form.js';
import { canBeShown, type FormShape } from '../forms/form-values.js';
import type { ViewModel } from '../ticket/view-model.js';

/** Opens an action's form, with its draft. */
export function openForm(action: Action, model: ViewModel): Form {
  return new Form(model.client, model.view.id, formOf(action), shapeOf(action, model));
}

/** Returns the current shape of an action's form. Optional fields that cannot be shown are left out. */
export function shapeOf(action: Action, { type, session }: ViewModel): FormShape {
  const limits = action.limits ?? {};
  const fields = transitionOf(type, action)?.fields ?? [];
  const capabilities = session?.capabilities ?? [];
  return {
    fields: fields.filter((field) => !field.optional || canBeShown(field, limits, capabilities)),
    limits,
    addresses: session?.returnAddresses ?? [],
    capabilities,
  };
}
