import type { Client, Connection, Draft, OutboxEntry } from '@sidecard/client';
import { label, type Locale, type Texts as TextsByLanguage } from '@sidecard/core';
import { type Session, type TicketTypeDescription, type TicketView, transitionOf } from '@sidecard/core/wire';
import { html, type TemplateResult } from 'lit';
import type { TimeOptions } from '../locales/format.js';
import { formatParts } from '../locales/message-parts.js';
import type { Message, Overrides, Value } from '../locales/message.js';
import type { TaskTexts, Texts } from '../locales/texts.js';
import { type Catalogue, textsFor } from '../locales/texts-for.js';

/** The data that every part of the panel renders. */
export interface ViewModel<Words extends TaskTexts = TaskTexts> {
  readonly client: Client;
  readonly locale: Locale;
  /** The host's text overrides. */
  readonly overrides: Overrides<Texts> | undefined;
  readonly texts: Words;
  readonly time: TimeOptions;
  readonly view: TicketView;
  /** `undefined` if it cannot be loaded: the ticket is then shown without its type's labels. */
  readonly type: TicketTypeDescription | undefined;
  readonly session: Session | undefined;
  readonly connection: Connection;
  /** This ticket's entries in the outbox: being sent, queued, or refused. */
  readonly outbox: readonly OutboxEntry[];
  /** Drafts of the ticket's forms, by form. */
  readonly drafts: ReadonlyMap<string, Draft>;
}

/** Returns a label in the reader's language. */
export function labelText(labels: TextsByLanguage | undefined, { texts }: Pick<ViewModel, 'texts'>): string {
  return labels ? label(labels, texts.locale) : '';
}

/** Returns the model with the texts of a part that loaded later. */
export function withTexts<Words extends TaskTexts>(model: ViewModel, catalogue: Catalogue<Words>): ViewModel<Words> {
  return { ...model, texts: textsFor(catalogue, model.locale, model.overrides) };
}

/** Returns the label of an action: that of its transition, else of the first with the same command and choice. */
export function actionName(
  action: { readonly command: string; readonly choice?: string | undefined; readonly transition?: string },
  model: Pick<ViewModel, 'type' | 'texts'>,
): string {
  const { type } = model;
  const { command, choice, transition: key } = action;
  const transition =
    (key === undefined ? undefined : transitionOf(type, { transition: key })) ??
    type?.transitions.find((one) => one.command === command && one.choice === choice);
  return labelText(transition?.labels, model) || command;
}

/** Returns the name of a ticket's type: from the overrides, the catalogue, the server, else its key. */
export function typeName(
  { type, typeLabels }: { readonly type: string; readonly typeLabels?: TextsByLanguage },
  { texts }: Pick<ViewModel, 'texts'>,
): string {
  return (Object.hasOwn(texts.types, type) && texts.types[type]) || labelText(typeLabels, { texts }) || type;
}

/** Values that machine translation would corrupt. */
const AS_IS: ReadonlySet<string> = new Set([
  ...['amount', 'name', 'names', 'number', 'tracking', 'carrier', 'time', 'moment', 'hours'],
]);

/** Fills in a text. Values have their own text direction, so that a name or an amount cannot reverse the sentence. */
export function formatRich<K extends string = never>(
  message: Message<K>,
  values: Readonly<Record<K, Value>>,
): readonly (string | TemplateResult)[] {
  return formatParts(message, values).map(({ key, text }) =>
    !key ? text : AS_IS.has(key) ? html`<bdi translate="no">${text}</bdi>` : html`<bdi>${text}</bdi>`,
  );
}

/** Returns the free text of an input or a command. */
export function textIn(values: Readonly<Record<string, unknown>>): string {
  return typeof values['text'] === 'string' ? values['text'] : '';
}
