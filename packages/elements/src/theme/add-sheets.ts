import type { CSSResult } from 'lit';
import { sheetIn } from './css.js';

/** Gives a shadow root the sheets of a part that was loaded later: after its own, and each once. */
export function addSheets(root: ShadowRoot, styles: readonly CSSResult[] = []): void {
  for (const style of styles) {
    const adopted = root.adoptedStyleSheets;
    const sheet = sheetIn(root.ownerDocument, style);
    if (sheet && !adopted.includes(sheet)) root.adoptedStyleSheets = [...adopted, sheet];
  }
}
