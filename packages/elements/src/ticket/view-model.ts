import type { Client, Connection, Draft, OutboxEntry } from '@sidecard/client';
import { label } from '@sidecard/core/card';
import { transitionOf } from '@sidecard/core/panel';
import type { Texts as TextsByLanguage } from '@sidecard/core';
import type { ActorView, Session, TicketTypeDescription, TicketView } from '@sidecard/core/wire';
import { html, type TemplateResult } from 'lit';
import type { TimeOptions } from '../locales/format.js';
import { formatParts } from '../locales/message-parts.js';
import type { LazyTexts } from '../locales/lazy-texts.js';
import { format, type Message, type Value } from '../locales/message.js';
import type { TaskTexts } from '../locales/texts.js';
import type { Pictures } from '../pictures/lazy-pictures.js';

/** The data that every part of the panel renders. */
export interface ViewModel<Words extends TaskTexts = TaskTexts> {
  readonly client: Client;
  readonly texts: Words;
  /** The words of a part that was loaded with them. */
  readonly textsOf: <Texts extends object>(texts: LazyTexts<Texts>) => Texts;
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
  /** The forms whose drafts are being written in another tab. */
  readonly elsewhere: ReadonlySet<string>;
  readonly pictures: Pictures;
}

/** Returns a label in the reader's language. */
export function labelText(labels: TextsByLanguage | undefined, { texts }: Pick<ViewModel, 'texts'>): string {
  return labels ? label(labels, texts.locale) : '';
}

/** The model with the words of a part that was loaded later. */
export function withTexts<Words extends TaskTexts>(model: ViewModel, catalogue: LazyTexts<Words>): ViewModel<Words> {
  return { ...model, texts: model.textsOf(catalogue) };
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

/**
 * Names an actor, for use before a verb: "You", a colleague's name, else the party.
 *
 * @param accountId - of the reader
 * @returns `undefined` for the system's timers and the host's backend, who are nobody to a reader
 */
export function nameActor(
  by: ActorView,
  { parties }: Pick<TaskTexts, 'parties'>,
  accountId: string | undefined,
): string | undefined {
  switch (by.party) {
    case 'merchant':
      if (by.accountId !== undefined && by.accountId === accountId) return parties.you;
      return by.name ? format(parties.named, { name: by.name }) : parties.shop;
    case 'buyer':
      return parties.buyer;
    case 'staff':
      return parties.platform;
    default:
      return undefined;
  }
}

/** Values that a machine translation would turn into something else. */
const AS_IS: ReadonlySet<string> = new Set([
  ...['amount', 'buyer', 'name', 'names', 'number', 'tracking', 'carrier', 'time', 'moment', 'hours'],
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

/** Returns what somebody wrote in an input or a command: the message, and what the shop found in a receipt. */
export function textIn({ text, receipt }: Readonly<Record<string, unknown>>): string {
  return joinTexts([text, receipt]);
}

/**
 * Joins the texts of values, of a form or a draft of it, by line breaks. Of a receipt it takes the texts of its lines, which are a list or,
 * in a draft, a record by item. They are sorted, because a draft has them in the order in which they were typed. Of a draft's address it takes
 * the parts that were typed.
 */
export function joinTexts(values: readonly unknown[]): string {
  const isText = (text: unknown): boolean => typeof text === 'string' && text.trim() !== '';
  return values
    .flatMap((value): unknown => {
      if (typeof value !== 'object' || !value) return value;
      const { own } = value as { readonly own?: unknown };
      return [
        ...Object.values(value as Readonly<Record<string, { readonly text?: unknown } | null>>)
          .map((line) => line?.text)
          .sort(),
        typeof own === 'object' && own ? Object.values(own).filter(isText).join(' ') : '',
      ];
    })
    .filter(isText)
    .join('\n');
}
