import { css, type CSSResult, unsafeCSS } from 'lit';

export { css };

/** Joins sheets into one, because every card pays for each adopted sheet. */
export function join(...sheets: readonly CSSResult[]): CSSResult {
  return unsafeCSS(sheets.map(({ cssText }) => cssText).join(''));
}

const adopted = new WeakMap<Document, Map<readonly CSSResult[], CSSStyleSheet[]>>();

/**
 * Adopts style sheets into a shadow root, in any document: a constructed sheet belongs to one document, and an element that moves to
 * another (a frame, a separate window) loses it. Uses no `<style>` and no `style=""`, to comply with a strict CSP.
 *
 * @param styles - the same list for all elements of a kind
 */
export function adoptSheets(root: ShadowRoot, styles: readonly CSSResult[]): void {
  const place = root.ownerDocument;
  const known = adopted.get(place) ?? new Map<readonly CSSResult[], CSSStyleSheet[]>();
  adopted.set(place, known);
  let sheets = known.get(styles);
  if (!sheets) known.set(styles, (sheets = styles.flatMap((style) => sheetIn(place, style) ?? [])));
  root.adoptedStyleSheets = sheets;
}

const copies = new WeakMap<Document, WeakMap<CSSResult, CSSStyleSheet>>();

/** Returns a style's sheet for a document: the same one each time. */
export function sheetIn(place: Document, style: CSSResult): CSSStyleSheet | undefined {
  if (place === document) return style.styleSheet;
  const view = place.defaultView;
  // A document without a window is not rendered.
  if (!view) return undefined;
  const known = copies.get(place) ?? new WeakMap<CSSResult, CSSStyleSheet>();
  copies.set(place, known);
  let sheet = known.get(style);
  if (!sheet) {
    known.set(style, (sheet = new view.CSSStyleSheet()));
    sheet.replaceSync(style.cssText);
  }
  return sheet;
}
