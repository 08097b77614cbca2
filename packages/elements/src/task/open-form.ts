import { formOf } from '@sidecard/client';
import { transitionOf } from '@sidecard/core/panel';
import type { Action } from '@sidecard/core/wire';
import { Form } from '../forms/form.js';
import { canBeShown, type FormShape } from '../forms/form-values.js';
import { lastCarrier } from '../ticket/last-carrier.js';
import type { ViewModel } from '../ticket/view-model.js';

/** Opens the form of an action, with what was typed into it before. */
export function openForm(action: Action, model: ViewModel): Form {
  return new Form(model.client, model.view.id, formOf(action), shapeOf(action, model));
}

/** Returns what an action's form is made of now, without the optional fields that cannot be shown here. */
export function shapeOf(action: Action, { client, type, session, view }: ViewModel): FormShape {
  const fields = transitionOf(type, action)?.fields ?? [];
  const shape = {
    limits: action.limits ?? {},
    addresses: session?.returnAddresses ?? [],
    capabilities: session?.capabilities ?? [],
    carrier: session?.party === 'merchant' ? (view.order.promised?.carrier ?? lastCarrier(client)) : undefined,
  };
  return { ...shape, fields: fields.filter((field) => !field.optional || canBeShown(field, shape)) };
}
