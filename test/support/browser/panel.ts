import type { Client } from '@sidecard/client';
import { label, type Locale } from '@sidecard/core';
import type { Field, FieldLimits } from '@sidecard/core/wire';
import { type Overrides, provideClient, type SidecardProvider, type Texts } from '@sidecard/elements';
import '@sidecard/elements/staff-message';
import '@sidecard/elements/task';
import { waitUntil } from './wait-until.ts';

/** How an element is put on the page. */
export interface ShowOptions {
  readonly locale?: Locale;
  readonly overrides?: Overrides<Texts>;
  /** Of the box that it fills, in pixels. */
  readonly width?: number;
  readonly height?: number;
}

const undo: (() => void)[] = [];

/** Puts an element on the page, in a box of its own, with a client above it. */
export function show<Tag extends 'sidecard-task' | 'sidecard-staff-message'>(
  tag: Tag,
  client: Client,
  ticketId: string,
  { locale, overrides, width = 380, height = 800 }: ShowOptions = {},
): HTMLElementTagNameMap[Tag] {
  const box = document.createElement('div');
  box.style.cssText = `inline-size: ${width}px; block-size: ${height}px`;
  const element = document.createElement(tag);
  element.ticketId = ticketId;
  if ('placement' in element) element.placement = 'overlay';
  document.body.append(box);
  undo.push(provideClient(box, client, { ...(locale ? { locale } : {}), ...(overrides ? { overrides } : {}) }), () =>
    box.remove(),
  );
  box.append(element);
  return element;
}

/** Puts an element on the page inside a provider, whose client can be changed. */
export function provide<Tag extends 'sidecard-task' | 'sidecard-staff-message'>(
  tag: Tag,
  client: Client,
  ticketId: string,
  { width = 380, height = 800 }: ShowOptions = {},
): { readonly provider: SidecardProvider; readonly element: HTMLElementTagNameMap[Tag] } {
  const provider = document.createElement('sidecard-provider');
  provider.client = client;
  const box = document.createElement('div');
  box.style.cssText = `inline-size: ${width}px; block-size: ${height}px`;
  const element = document.createElement(tag);
  element.ticketId = ticketId;
  box.append(element);
  provider.append(box);
  document.body.append(provider);
  undo.push(() => provider.remove());
  return { provider, element };
}

/** Takes everything off the page again. */
export function clearPage(): void {
  for (const step of undo.splice(0).reverse()) step();
}

/** Everything below a root, through open shadow roots. */
export function* within(root: Element | ShadowRoot): Generator<HTMLElement> {
  const tree = root instanceof Element ? (root.shadowRoot ?? root) : root;
  for (const child of tree.querySelectorAll<HTMLElement>('*')) {
    yield child;
    if (child.shadowRoot) yield* within(child.shadowRoot);
  }
}

/** What a reader sees of an element: without what is there for ears only, folded away, or not shown. */
export function seen(root: Element): string {
  const words = (node: Node): string => {
    if (node instanceof Text) return node.data;
    if (node instanceof HTMLBRElement) return ' ';
    if (!(node instanceof Element) || node.matches('.vh, svg') || !shown(node)) return '';
    const text = [...(node.shadowRoot ?? node).childNodes].map(words).join('');
    return /^inline/.test(getComputedStyle(node).display) ? text : ` ${text} `;
  };
  return words(root).replace(/\s+/g, ' ').trim();
}

/** Every word anywhere in an element: shown or not, in attributes, and in what its fields hold. */
export function contentOf(root: Element): string {
  return [...within(root)]
    .flatMap((element) => [
      ...[...element.childNodes].map((node) => (node instanceof Text ? node.data : '')),
      ...[...element.attributes].map(({ value }) => value),
      'value' in element ? String(element.value) : '',
    ])
    .join('\n');
}

function shown(element: Element): boolean {
  return element.checkVisibility({ visibilityProperty: true }) || getComputedStyle(element).display === 'contents';
}

const ROLES: Readonly<Record<string, string>> = {
  button: 'button',
  link: 'a[href]',
  menuitem: '[role=menuitem]',
  textbox: 'textarea, input:not([type]), input[inputmode]',
  radio: 'input[type=radio]',
  checkbox: 'input[type=checkbox]',
  combobox: 'select',
  heading: 'h2, h3',
  status: '[role=status]',
};

function nameOf(element: HTMLElement): string {
  const labels = 'labels' in element ? [...((element as HTMLInputElement).labels ?? [])] : [];
  const text = element.ariaLabel ?? labels.map((label) => wordsIn(label)).join(' ');
  return (text || wordsIn(element)).replace(/\s+/g, ' ').trim();
}

function wordsIn(element: Element): string {
  const copy = element.cloneNode(true) as Element;
  copy.querySelectorAll('[aria-hidden=true]').forEach((hidden) => hidden.remove());
  return copy.textContent;
}

/** Everything of a role that is shown, by its accessible name. */
export function allByRole(root: Element, role: keyof typeof ROLES, name: string | RegExp = /./): HTMLElement[] {
  return [...within(root)].filter(
    (element) =>
      element.matches(ROLES[role] ?? role) &&
      element.checkVisibility({ visibilityProperty: true }) &&
      (typeof name === 'string' ? nameOf(element) === name : name.test(nameOf(element))),
  );
}

/** The one control of a role with that name; waits for it. */
export async function byRole(root: Element, role: string, name: string | RegExp = /./): Promise<HTMLElement> {
  let found: HTMLElement | undefined;
  await until(() => Boolean(([found] = allByRole(root, role, name))[0]), root, `no ${role} ${String(name)}`);
  return found!;
}

export async function press(root: Element, name: string | RegExp, role = 'button'): Promise<void> {
  (await byRole(root, role, name)).click();
}

/** Presses what can be done by its name, in the action bar or in its menu. */
export async function choose(root: Element, name: string | RegExp): Promise<void> {
  const there = (button: string | RegExp) => allByRole(root, 'button', button).length > 0;
  const more = /^(More|Weiteres|\u66f4\u591a)$/;
  await until(() => there(name) || there(more), root, `nothing to press for "${String(name)}"`);
  if (!there(name)) {
    await press(root, more);
    await press(root, name, 'menuitem');
  } else await press(root, name);
}

/** Types into a field as a reader does, and leaves it. */
export async function fill(root: Element, name: string | RegExp, text: string, role = 'textbox'): Promise<void> {
  const field = (await byRole(root, role, name)) as HTMLInputElement;
  field.focus();
  field.value = text;
  field.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
  field.dispatchEvent(new Event('change', { bubbles: true }));
  field.blur();
}

/** Fills in one field of an open English form, of whatever kind it is, so that it can be sent. */
export async function fillField(root: Element, field: Field, limits: FieldLimits = {}): Promise<void> {
  const name = label(field.labels, 'en');
  switch (field.kind) {
    case 'text':
      return fill(root, name, 'Said in a few words.'.slice(0, field.max));
    case 'money':
      return field.floor ? undefined : fill(root, name, '5');
    case 'number':
      return fill(root, name, String(field.min));
    case 'percentage':
      return fill(root, name, '12.5');
    case 'carrier':
      return fill(root, name, 'SF Express');
    case 'tracking':
      return fill(root, name, 'SF9876543210');
    case 'date':
      return fill(root, name, limits.lastDay ?? '', 'input[type=date]');
    case 'items':
      // All pieces are chosen already.
      if (field.of === 'part') return;
      return fill(root, /^Quantity of /, '1', 'input[type=number]');
    case 'reason':
    case 'choice':
    case 'choices': {
      const group = await byRole(root, 'fieldset', new RegExp(`^${name}`));
      return group.querySelector('input')?.click();
    }
    // A book of addresses has one chosen, a box may stay empty, goods come as agreed, and a backend without a storage asks for no pictures.
    case 'pictures':
    case 'receipt':
    case 'address':
    case 'boolean':
      return undefined;
  }
}

async function until(condition: () => boolean, root: Element, trouble: string): Promise<void> {
  await waitUntil(condition).catch(() => {
    throw new Error(`${trouble} in: ${seen(root)}`);
  });
}

/** Waits until a reader can see a text. */
export async function sees(root: Element, text: string | RegExp): Promise<void> {
  const found = () => (typeof text === 'string' ? seen(root).includes(text) : text.test(seen(root)));
  await until(found, root, `not seen: ${String(text)}`);
}

/** Waits for an open form, by its documented part, under that heading. */
export async function formOpens(root: Element, title: string): Promise<HTMLElement> {
  const form = () => root.shadowRoot?.querySelector<HTMLElement>('[part~=form]');
  await until(() => form()?.querySelector('h3')?.innerText.startsWith(title) === true, root, `no form "${title}"`);
  return form()!;
}

/** What TypeScript's library does not know yet. */
type Notifying = Element & { ariaNotify?: (text: string) => void };

// Tests read what is said in the live region, which is there where a browser cannot notify.
delete (Element.prototype as Notifying).ariaNotify;

/** Lets elements notify as in a browser that can. Returns what they say from now on, with the language it is in, and an end to it. */
export function notifications(): { readonly said: string[]; readonly languages: string[]; readonly stop: () => void } {
  const [said, languages]: [string[], string[]] = [[], []];
  (Element.prototype as Notifying).ariaNotify = function (this: Element, text) {
    said.push(text);
    languages.push(this.closest('[lang]')?.getAttribute('lang') ?? '');
  };
  return { said, languages, stop: () => delete (Element.prototype as Notifying).ariaNotify };
}

/** What was said to whoever cannot see it. */
export function said(root: Element): string {
  return [...within(root)]
    .filter((element) => element.matches('[role=status]'))
    .map((element) => element.textContent)
    .join(' ')
    .trim();
}

/** The element that has focus, through shadow roots. */
export function focused(): Element | null {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active;
}

/** Stops all motion in the page's shadow roots: half way through a transition, axe would measure a colour nobody is meant to read. */
export function stillness(root: Element): void {
  const still = new CSSStyleSheet();
  still.replaceSync('*, ::before, ::after { transition: none !important; animation: none !important; }');
  for (const { shadowRoot } of [root, ...within(root)]) {
    if (shadowRoot) shadowRoot.adoptedStyleSheets = [...shadowRoot.adoptedStyleSheets, still];
  }
}
