import type { Client, Draft } from '@sidecard/client';
import { checkFields, cleanFields, limitsOfPart } from '@sidecard/core/forms';
import type { FieldProblem, FieldValues } from '@sidecard/core/wire';
import { controlKind } from '../fields/controls.js';
import type { FormPlace } from '../fields/kind.js';
import { type FormShape, initialValues, readValues } from './form-values.js';

/** Kinds of fields whose proposals may change while a form is filled in. */
const FOLLOWING: ReadonlySet<string> = new Set(['money', 'address']);

/** An open form. Its input is in the client's drafts and outlives the element; this object only knows which fields the user has visited. */
export class Form {
  /** Its draft's key is the command, with its choice. */
  readonly place: FormPlace;
  #shape: FormShape;
  /** Fields that have lost focus once: from then on they show problems while typing. */
  readonly #touched = new Set<string>();
  /** Sending was attempted: every field shows its problems. */
  attempted = false;
  /** Whether anything was typed since the form was opened. */
  edited = false;

  constructor(client: Client, ticketId: string, name: string, shape: FormShape) {
    this.place = { client, ticketId, name };
    this.#shape = shape;
  }

  /** What the form is made of now: a choice of pieces narrows the limits of the other fields. */
  get shape(): FormShape {
    return this.#shapeFor(this.#store.get() ?? {});
  }

  set shape(shape: FormShape) {
    this.#shape = shape;
  }

  /** The input, by field key. */
  get typed(): Draft {
    return { ...initialValues(this.shape), ...this.#store.get() };
  }

  get values(): FieldValues {
    return readValues(this.shape, this.typed);
  }

  /** The values to send, without unknown members. */
  get cleaned(): FieldValues {
    return cleanFields(this.shape.fields, this.values);
  }

  /** Problems that prevent sending, in the order of the fields. */
  get problems(): readonly FieldProblem[] {
    return checkFields(this.shape.fields, this.values, this.shape.limits);
  }

  /** The problem to show at a field now. */
  problemAt(key: string, problems: readonly FieldProblem[]): FieldProblem | undefined {
    return this.attempted || this.#touched.has(key) ? problems.find(({ field }) => field === key) : undefined;
  }

  type(key: string, value: unknown): void {
    this.edited = true;
    const { typed, shape } = this;
    const next = { ...typed, [key]: value };
    const before = initialValues(shape);
    const kept = this.#store.get() ?? {};
    // An amount or address that is proposed is no part of the draft: it follows the chosen pieces and the shop, unless it was changed. Any
    // other proposal belongs to what is typed beside it, as a carrier to its number.
    const isTyped = (field: string): boolean =>
      field === key ||
      field in kept ||
      typed[field] !== before[field] ||
      !shape.fields.some((one) => one.key === field && FOLLOWING.has(one.kind));
    const { client, ticketId, name } = this.place;
    client.drafts.set(ticketId, name, Object.fromEntries(Object.entries(next).filter(([field]) => isTyped(field))));
  }

  leave(key: string): void {
    this.#touched.add(key);
  }

  clear(): void {
    const { client, ticketId, name } = this.place;
    client.drafts.clear(ticketId, name);
  }

  /** Remembers what is typed now. @returns clears it, unless anything has been typed since */
  sending(): () => void {
    const typed = JSON.stringify(this.typed);
    return () => {
      if (JSON.stringify(this.typed) === typed) this.clear();
    };
  }

  #shapeFor(typed: Draft): FormShape {
    const { fields, limits } = this.#shape;
    const own = fields.flatMap((field) => {
      const narrowed = controlKind(field)?.limits?.(typed[field.key], limits[field.key] ?? {});
      return narrowed ? [[field.key, narrowed] as const] : [];
    });
    const shape = own.length > 0 ? { ...this.#shape, limits: { ...limits, ...Object.fromEntries(own) } } : this.#shape;
    const part = fields.filter(({ key }) => key === 'part');
    if (part.length === 0) return shape;
    const pieces = { ...shape, fields: part };
    const chosen = readValues(pieces, { ...initialValues(pieces), ...typed });
    return { ...shape, limits: limitsOfPart(shape.limits, chosen) };
  }

  get #store() {
    const { client, ticketId, name } = this.place;
    return client.drafts.draft(ticketId, name);
  }
}
