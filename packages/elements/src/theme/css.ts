import type { CSSResult } from '@lit/reactive-element';

/**
 * A sheet as Lit's elements take it in `static styles`, made when it is first adopted. It is ours because the card adopts sheets and has nothing of
 * Lit. Constructed sheets only: a strict CSP lets them pass.
 */
export function css(text: TemplateStringsArray): CSSResult {
  return sheetOf(text.join(''));
}

/** Several sheets as one. */
export function join(...sheets: readonly CSSResult[]): CSSResult {
  return sheetOf(sheets.map(({ cssText }) => cssText).join(''));
}

function sheetOf(cssText: string): CSSResult {
  let styleSheet: CSSStyleSheet | undefined;
  const sheet: Pick<CSSResult, 'cssText' | 'styleSheet'> = {
    cssText,
    get styleSheet() {
      if (!styleSheet) {
        styleSheet = new CSSStyleSheet();
        styleSheet.replaceSync(cssText);
      }
      return styleSheet;
    },
  };
  // Lit asks for these two members alone
  return sheet as CSSResult;
}
