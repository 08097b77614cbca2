/**
 * What browser extensions do to a page's shadow roots. Dark-mode extensions put style elements in, translation wraps every text in `<font>`, and
 * others insert or remove what they like.
 */

/** Dark Reader: style elements before everything else. */
export function insertStyles(root: ShadowRoot): void {
  for (const name of ['variables', 'override', 'inline']) {
    const style = document.createElement('style');
    style.className = `darkreader darkreader--${name}`;
    style.textContent = ':host{}';
    root.prepend(style);
  }
}

/** Machine translation, as Edge does it: each text moves into a wrapper. */
export function wrapTexts(root: ShadowRoot): void {
  for (const text of textsOf(root)) {
    const wrapper = document.createElement('font');
    text.replaceWith(wrapper);
    wrapper.append(text);
  }
}

/** Machine translation, as Chrome does it: each text goes, and a wrapper with other words takes its place. */
export function translateTexts(root: ShadowRoot): void {
  for (const text of textsOf(root)) {
    const outer = document.createElement('font');
    const inner = outer.appendChild(document.createElement('font'));
    inner.textContent = `«${text.data}»`;
    text.replaceWith(outer);
  }
}

/** An element of somebody else's at every place where one can be. */
export function insertEverywhere(root: ShadowRoot): void {
  for (const node of [...walk(root)]) if ((node as Node) !== root) node.before(document.createElement('x-foreign'));
}

/** Every text is gone. */
export function removeTexts(root: ShadowRoot): void {
  for (const text of textsOf(root)) text.remove();
}

/** Every element is gone. */
export function removeElements(root: ShadowRoot): void {
  for (const element of root.querySelectorAll('*')) element.remove();
}

/** Every comment is gone: templates find their places by them. */
export function removeComments(root: ShadowRoot): void {
  for (const node of [...walk(root)]) if (node.nodeType === Node.COMMENT_NODE) node.remove();
}

/** Each of them by its name. */
export const MEDDLING: Readonly<Record<string, (root: ShadowRoot) => void>> = {
  'puts style elements first': insertStyles,
  'wraps every text': wrapTexts,
  'translates every text': translateTexts,
  'inserts elements everywhere': insertEverywhere,
  'removes every text': removeTexts,
  'removes every element': removeElements,
  'removes every comment': removeComments,
  'wraps texts under style elements': (root) => {
    insertStyles(root);
    wrapTexts(root);
  },
  'translates again and again': (root) => {
    for (let time = 0; time < 3; time++) translateTexts(root);
  },
};

/** What a reader can see of a shadow root: styles are not text. */
export function visibleText(root: ShadowRoot | null | undefined): string {
  let text = '';
  for (const node of root ? walk(root) : [])
    if (node instanceof Text && !node.parentElement?.closest('style')) text += node.data;
  return text.replace(/\s+/g, ' ').trim();
}

/** The texts with something to read. */
function textsOf(root: ShadowRoot): readonly Text[] {
  return [...walk(root)].filter(
    (node): node is Text => node instanceof Text && node.data.trim() !== '' && !node.parentElement?.closest('style'),
  );
}

function* walk(root: Node): Generator<ChildNode> {
  const walker = document.createTreeWalker(root);
  while (walker.nextNode()) yield walker.currentNode as ChildNode;
}
