import type { Client, Draft } from '@sidecard/client';
import { checkFields, cleanFields } from '@sidecard/core/forms';
import type { FieldProblem, FieldValues } from '@sidecard/core/wire';
import { type FormShape, initialValues, readValues } from './form-values.js';

/**
 * One form while it is open. What was typed lives in the client's drafts, not here, so it outlives the element; this knows only which fields
 * the reader has been to.
 */
export class Form {
  readonly #client: Client;
  readonly #ticketId: string;
  /** Key of the draft: the command, and its choice if it has one. */
  readonly name: string;
  shape: FormShape;
  /** Fields that were left once: from then on they say what is wrong while one types. */
  readonly #touched = new Set<string>();
  /** Sending was tried: every field says what is wrong. */
  attempted = false;
  /** Something was typed since the form was opened. */
  edited = false;

  constructor(client: Client, ticketId: string, name: string, shape: FormShape) {
    this.#client = client;
    this.#ticketId = ticketId;
    this.name = name;
    this.shape = shape;
  }

  /** What was typed, by field key. */
  get typed(): Draft {
    return { ...initialValues(this.shape), ...this.#store.get() };
  }

  get values(): FieldValues {
    return readValues(this.shape, this.typed);
  }

  /** What is sent: the values in a shape without strangers. */
  get cleaned(): FieldValues {
    return cleanFields(this.shape.fields, this.values);
  }

  /** Everything that keeps it from being sent, in the order of the fields. */
  get problems(): readonly FieldProblem[] {
    return checkFields(this.shape.fields, this.values, this.shape.limits);
  }

  /** What to say at a field now. */
  problemAt(key: string, problems: readonly FieldProblem[]): FieldProblem | undefined {
    return this.attempted || this.#touched.has(key) ? problems.find(({ field }) => field === key) : undefined;
  }

  type(key: string, value: unknown): void {
    this.edited = true;
    this.#client.drafts.set(this.#ticketId, this.name, { ...this.typed, [key]: value });
  }

  leave(key: string): void {
    this.#touched.add(key);
  }

  clear(): void {
    this.#client.drafts.clear(this.#ticketId, this.name);
  }

  get #store() {
    return this.#client.drafts.draft(this.#ticketId, this.name);
  }
}
