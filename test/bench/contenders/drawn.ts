import type { Content, TextName } from '../page.ts';

/** A drawn card of ours: what the floor and the plain Lit card are made of, so that all show the same content under the same sheet. */
export interface Drawn {
  /** Its shadow tree, without Lit's markers. */
  readonly tree: DocumentFragment;
  readonly sheet: string;
}

/** Where each text is. */
export const PLACES: Readonly<Record<TextName, string>> = {
  type: 'h3',
  from: '.from',
  when: '.when',
  status: '.status',
  title: '.name',
  options: '.opts',
  quantity: '.qty',
  price: '.price',
  line: '.line > bdi',
  due: '.due',
  owner: '.who',
};

/** Draws one card off screen and takes it apart. */
export async function drawn(content: Content): Promise<Drawn> {
  await import('@sidecard/elements/card');
  const card = Object.assign(document.createElement('sidecard-card'), { message: content.message });
  document.body.append(card);
  await card.updateComplete;
  const root = card.shadowRoot as ShadowRoot;
  const template = document.createElement('template');
  template.innerHTML = root.innerHTML.replaceAll(/<!--.*?-->/g, '');
  template.content.normalize();
  const sheet = root.adoptedStyleSheets.flatMap(({ cssRules }) => [...cssRules].map(({ cssText }) => cssText));
  card.remove();
  return { tree: template.content, sheet: sheet.join('') };
}

/** Returns the text of a drawn card at one place. */
export function textAt(tree: ParentNode, name: TextName): Text {
  return tree.querySelector(PLACES[name])?.lastChild as Text;
}

/** Returns every text of a drawn card. */
export function textsOf(tree: ParentNode): Record<TextName, string> {
  const names = Object.keys(PLACES) as TextName[];
  return Object.fromEntries(names.map((name) => [name, textAt(tree, name).data])) as Record<TextName, string>;
}
