import type { Address, Texts } from '@sidecard/core';
import type {
  Field,
  FieldLimits,
  FieldProblem,
  FieldValue,
  Session,
  TicketTypeDescription,
  TicketView,
} from '@sidecard/core/wire';
import type { nothing, TemplateResult } from 'lit';
import type { FormWords } from '../locales/form-catalogue.js';
import type { ViewModel } from '../ticket/view-model.js';

/** The field that a kind is of. */
export type FieldOf<Name extends Field['kind']> = Extract<Field, { readonly kind: Name }>;

/** What of the model the words of an option depend on. */
export type OptionModel = Pick<ViewModel, 'type' | 'session' | 'view'>;

/**
 * How the panel shows a filled field. It is part of the panel's first chunk: what only forms need belongs to {@link ControlKind}.
 *
 * @typeParam V - the value that a form sends
 */
export interface ShownKind<F extends Field, V extends FieldValue = FieldValue> {
  /** Whether a value is of the kind. Types change, and stored values stay as they were. @default a text, a number or a list of texts is */
  readonly fits?: (value: unknown) => boolean;
  /**
   * Returns a value as its reader reads it, or nothing for one that is shown elsewhere.
   *
   * @default the words of the chosen options, else the value itself
   */
  readonly show?: (value: V, field: F, model: ViewModel) => string | TemplateResult | undefined;
  /** Returns the words of an option, for a kind whose reader chooses one. */
  readonly optionLabels?: (key: string, field: F, model: OptionModel) => Texts | undefined;
}

/** What a form knows of one of its fields, beside what was typed. */
export interface FieldContext {
  /** Those of the action. */
  readonly limits: FieldLimits;
  /** The shop's address book. */
  readonly addresses: readonly Address[];
  /** What the server can do beside what every server does. */
  readonly capabilities: readonly string[];
}

/** What controls are drawn from. */
export interface ControlModel {
  readonly texts: FormWords;
  readonly view: TicketView;
  readonly type: TicketTypeDescription | undefined;
  readonly session: Session | undefined;
}

/** One field, ready to be drawn. */
export interface Control<F extends Field = Field> extends FieldContext {
  readonly field: F;
  readonly model: ControlModel;
  /** Of the first control; ids are the shadow root's own. */
  readonly id: string;
  readonly name: string;
  /** What was typed: anything, since an older release may have left it. */
  readonly value: unknown;
  readonly invalid: 'true' | 'false';
  /** For `aria-describedby`. */
  readonly described: string;
  readonly error: TemplateResult | typeof nothing;
  /** Returns the words of an option, or its key where it has none. */
  readonly nameOf: (key: string) => string;
  readonly type: (value: unknown) => void;
  readonly leave: () => void;
}

/** How a form draws and reads a field. It loads with the forms. */
export interface ControlKind<F extends Field> {
  readonly draw: (control: Control<F>) => TemplateResult;
  /**
   * Returns the value that was typed, or nothing where nothing was. What it cannot read it returns as typed, and core's check refuses that.
   */
  readonly read: (typed: unknown, field: F, context: FieldContext) => FieldValue | undefined;
  /** Returns what the control holds when its form opens for the first time. @default nothing */
  readonly initial?: (field: F, context: FieldContext) => unknown;
  /** Whether the field can be filled in here and now. @default it can */
  readonly isFillable?: (field: F, context: FieldContext) => boolean;
  /** Returns what to do about a problem, where the common words of the problem do not say it. */
  readonly problem?: (found: FieldProblem, field: F, texts: FormWords, label: string) => string | undefined;
}
