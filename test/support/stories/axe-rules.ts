/** Rules about a whole page, which a story is not. */
const PAGE_RULES = ['region', 'landmark-one-main', 'page-has-heading-one', 'document-title', 'bypass'];
/** The one rule of WCAG 2.2 AA, which axe leaves out unless it is asked. */
const NEWER_RULES = ['target-size'];

/** Which rules of axe a story has to obey beside those that axe has on: WCAG 2.2 AA. */
export const AXE_RULES: readonly { readonly id: string; readonly enabled: boolean }[] = [
  ...PAGE_RULES.map((id) => ({ id, enabled: false })),
  ...NEWER_RULES.map((id) => ({ id, enabled: true })),
];
