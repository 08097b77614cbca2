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
import type { Client } from '@sidecard/client';
import type { nothing, TemplateResult } from 'lit';
import type { FormWords } from '../locales/form-catalogue.js';
import type { ViewModel } from '../ticket/view-model.js';

/** The field type of a kind. */
export type FieldOf<Name extends Field['kind']> = Extract<Field, { readonly kind: Name }>;

/** What forms read of a ticket, which a new request does not have yet. */
export type CaseFacts = Pick<TicketView, 'order' | 'request' | 'reasonLabels'>;

/** The part of the model that option labels depend on. */
export type OptionModel = Pick<ViewModel, 'type' | 'session'> & { readonly view: CaseFacts };

/**
 * How the panel shows a filled-in field. Part of the panel's first chunk: code that only forms need belongs in {@link ControlKind}.
 *
 * @typeParam V - the value that a form sends
 */
export interface ShownKind<F extends Field, V extends FieldValue = FieldValue> {
  /** Whether a value is of the kind. Types change, and stored values stay as they were. @default a text, a number or a list of texts is */
  readonly fits?: (value: unknown) => boolean;
  /**
   * Formats a value for its reader, or returns nothing if it is shown elsewhere.
   *
   * @default the labels of the chosen options, else the value itself
   */
  readonly show?: (value: V, field: F, model: ViewModel) => string | TemplateResult | undefined;
  /** Returns the label of an option, for kinds with options. */
  readonly optionLabels?: (key: string, field: F, model: OptionModel) => Texts | undefined;
}

/** A field of a form, without its input. */
export interface FieldContext {
  /** Limits of the action. */
  readonly limits: FieldLimits;
  /** The shop's address book. */
  readonly addresses: readonly Address[];
  /** Optional capabilities of the server. */
  readonly capabilities: readonly string[];
  /** The carrier that the shop promised, else the one that the account used last. */
  readonly carrier?: string | undefined;
}

/** Where the input of a form is: for what is filled in later, such as by an upload. */
export interface FormPlace {
  readonly client: Client;
  readonly ticketId: string;
  /** Key of the draft. */
  readonly name: string;
}

/** A text field into which a template can be inserted. */
export interface TemplateTarget {
  /** Id of its text area. */
  readonly id: string;
  /** What is written. */
  readonly text: string;
  /** The reason that is chosen in the same form. */
  readonly reason?: unknown;
}

/** The data that controls render. */
export interface ControlModel {
  readonly pictures: ViewModel['pictures'];
  /** Draws what inserts templates; missing for those who have none, and until it has loaded. */
  readonly templates?: ((target: TemplateTarget) => TemplateResult) | undefined;
  /** The reason that is chosen in the form. */
  readonly reason?: unknown;
  readonly texts: FormWords;
  readonly view: CaseFacts;
  readonly type: TicketTypeDescription | undefined;
  readonly session: Session | undefined;
}

/** A field, prepared for rendering. */
export interface Control<F extends Field = Field> extends FieldContext {
  readonly field: F;
  readonly model: ControlModel;
  /** Id of the first input; ids are local to the shadow root. */
  readonly id: string;
  readonly name: string;
  /** The input; an older release may have written anything. */
  readonly value: unknown;
  readonly invalid: 'true' | 'false';
  /** Id of the order's line that is invalid. @default the whole field is */
  readonly invalidItem: string | undefined;
  /** For `aria-describedby`. */
  readonly described: string;
  readonly error: TemplateResult | typeof nothing;
  /** Returns the label of an option, or its key if it has none. */
  readonly nameOf: (key: string) => string;
  readonly type: (value: unknown) => void;
  readonly leave: () => void;
  readonly place: FormPlace;
  readonly redraw: () => void;
}

/** How a form renders and parses a field. Loads with the forms. */
export interface ControlKind<F extends Field> {
  readonly draw: (control: Control<F>) => TemplateResult;
  /** Parses the input; returns nothing if it is empty. Unreadable input is returned as typed, and core's check refuses it. */
  readonly read: (typed: unknown, field: F, context: FieldContext) => FieldValue | undefined;
  /** Returns the initial value. @default nothing */
  readonly initial?: (field: F, context: FieldContext) => unknown;
  /** Whether the field can be filled in now. @default it can */
  readonly isFillable?: (field: F, context: FieldContext) => boolean;
  /** Returns the limits for what was typed, if they depend on it. */
  readonly limits?: (typed: unknown, limits: FieldLimits) => FieldLimits;
  /** Describes how to fix a problem, if the common text does not. */
  readonly problem?: (found: FieldProblem, field: F, texts: FormWords, label: string) => string | undefined;
}
