import {
  addressLine,
  type Field,
  type FieldValue,
  isMoney,
  type ItemQuantity,
  type Money,
  type Terms,
  type TicketView,
} from '@sidecard/core';
import { html, nothing, type TemplateResult } from 'lit';
import { formatAmount } from '../locales/format.js';
import { type Scene, typeName, wordsOf } from './scene.js';
import type { Section } from './section.js';

type Fact = readonly [name: string, value: string | TemplateResult];

/** What the buyer asks: the amount, the facts, why, and in which words. */
export function requestSection(scene: Scene): Section {
  const { view, texts } = scene;
  const money = moneyOf(scene);
  const amount = money && formatAmount(money, texts.locale);
  const quote = view.request['text'];
  const facts = factsOf(scene);
  const reason = facts.find(([name]) => name === texts.request.reason)?.[1];
  return {
    key: 'request',
    icon: 'ticket',
    title: texts.sections.request,
    short: texts.sections.requestShort,
    sum: [amount, typeof reason === 'string' ? reason : whatIsAsked(scene)].filter(Boolean).join(' · '),
    body: html`
      <p class="ask">
        ${amount ? html`<bdi class="amount">${amount}</bdi>` : nothing}
        <span>${whatIsAsked(scene)}</span>
      </p>
      ${facts.length > 0 ? factList(facts) : nothing}
      ${
        typeof quote === 'string' && quote
          ? html`<blockquote class="quote" dir="auto">${quote}</blockquote>`
          : html`<p class="s muted">${texts.request.noWords}</p>`
      }
      ${termsFacts(scene)}
    `,
  };
}

/** What the sides have agreed or are discussing, as lines of facts; nothing while there is neither. */
export function termsFacts({ view, texts }: Scene): TemplateResult | typeof nothing {
  const { sections } = texts;
  const lines: Fact[] = [];
  if (view.proposal) lines.push([sections.proposal, termsLine(view.proposal, texts, view.proposal.text)]);
  if (view.agreed) lines.push([sections.agreed, termsLine(view.agreed, texts)]);
  return lines.length > 0 ? factList(lines) : nothing;
}

function termsLine({ refund, refundOnly, returnAddress }: Terms, texts: Scene['texts'], text?: string): TemplateResult {
  const parts = [
    refund && formatAmount(refund, texts.locale),
    refundOnly ? texts.request.refundOnly : undefined,
    returnAddress && addressLine(returnAddress),
    text,
  ].filter(Boolean);
  return html`${parts.map((part, i) => html`${i > 0 ? ' · ' : nothing}<bdi>${part}</bdi>`)}`;
}

function whatIsAsked(scene: Scene): string {
  const { view, type, texts } = scene;
  const { refundOnly } = view.request;
  if (typeof refundOnly === 'boolean') return refundOnly ? texts.request.refundOnly : texts.request.returnAndRefund;
  return typeName(view.type, type, scene);
}

function moneyOf({ view, type }: Scene): Money | undefined {
  const keys = type ? type.request.filter(({ kind }) => kind === 'money').map(({ key }) => key) : ['amount'];
  return keys.map((key) => view.request[key]).find(isMoney);
}

function factsOf(scene: Scene): readonly Fact[] {
  return (scene.type?.request ?? []).flatMap((field): readonly Fact[] => {
    const value = scene.view.request[field.key];
    const shown = value === undefined ? undefined : shownValue(field, value, scene);
    if (shown === undefined) return [];
    const { request } = scene.texts;
    const name =
      field.kind === 'reason' ? request.reason : field.kind === 'items' ? request.goods : wordsOf(field.labels, scene);
    return [[name, shown]];
  });
}

/** A value as its reader reads it; nothing for what is shown elsewhere. */
function shownValue(field: Field, value: FieldValue, scene: Scene): string | TemplateResult | undefined {
  const { type, view } = scene;
  const option = (
    key: string,
    options: readonly { readonly key: string; readonly labels: Field['labels'] }[],
  ): string => wordsOf(options.find((one) => one.key === key)?.labels, scene) || key;
  switch (field.kind) {
    case 'reason':
      return option(plain(value), type?.reasons.buyer ?? []);
    case 'choice':
      return option(plain(value), field.options);
    case 'choices':
      return (value as readonly string[])
        .map((key) => option(key, field.options))
        .join(scene.texts.blocked.listSeparator);
    case 'items':
      return html`${(value as readonly ItemQuantity[]).map((chosen, i) => html`${i > 0 ? html`<br />` : nothing}${itemLine(chosen, view)}`)}`;
    case 'address':
      return typeof value === 'object' && 'street' in value ? addressLine(value) : undefined;
    case 'text':
      return field.key === 'text' ? undefined : plain(value);
    case 'money':
    case 'boolean':
      return undefined;
    default:
      return plain(value);
  }
}

/** Which item of the order, and how many; of an order with one item the number says it all. */
function itemLine({ itemId, quantity }: ItemQuantity, { order }: TicketView): TemplateResult {
  const title = order.items.length > 1 ? order.items.find(({ id }) => id === itemId)?.title : undefined;
  return html`${title ? html`<bdi>${title}</bdi> ` : nothing}<bdi dir="ltr">×${quantity}</bdi>`;
}

function plain(value: FieldValue): string {
  return typeof value === 'object' ? '' : String(value);
}

function factList(facts: readonly Fact[]): TemplateResult {
  return html`<dl class="facts">
    ${facts.map(
      ([name, value]) =>
        html`<dt>${name}</dt>
          <dd>${value}</dd>`,
    )}
  </dl>`;
}
