import type { CSSResult } from 'lit';
import { sheetIn } from './css.js';

/** Adds the style sheets of a part that loaded later to a shadow root: after its own, each once. */
export function addSheets(root: ShadowRoot, styles: readonly CSSResult[] = []): void {
  for (const style of styles) {
    const adopted = root.adoptedStyleSheets;
    const sheet = sheetIn(root.ownerDocument, style);
    if (sheet && !adopted.includes(sheet)) root.adoptedStyleSheets = [...adopted, sheet];
  }
}
