import { textProblem } from '../values/text.js';

/** Variables of a template’s text, written in braces: `{buyer}`. */
export const TEMPLATE_VARIABLES = ['buyer', 'order', 'goods', 'amount', 'deadline', 'shop'] as const;
export type TemplateVariable = (typeof TEMPLATE_VARIABLES)[number];

/** Who uses a template: every account of the shop that may handle tasks, or only the account that saved it. */
export const TEMPLATE_SCOPES = ['shop', 'own'] as const;
export type TemplateScope = (typeof TEMPLATE_SCOPES)[number];

/** Limits of templates. Lengths are in graphemes; `types` and `reasons` are the keys that one template can name. */
export const TEMPLATE_LIMITS = { name: 40, text: 500, types: 50, reasons: 50, perShop: 200, perAccount: 100 } as const;

/** What an account saves as a template. */
export interface TemplateContent {
  /** 1 to 40 graphemes, on one line. */
  readonly name: string;
  /** 1 to 500 graphemes, with {@link TEMPLATE_VARIABLES} in braces. Every other pair of braces is refused. */
  readonly text: string;
  readonly scope: TemplateScope;
  /** Keys of the ticket types that it is for. @default all */
  readonly types?: readonly string[];
  /** Keys of the buyer’s or the shop’s reasons that it is for. @default all */
  readonly reasons?: readonly string[];
}

/** A text that agents insert into their answers. */
export interface ReplyTemplate extends TemplateContent {
  readonly id: string;
  /** When it was last saved, milliseconds since the Unix epoch. */
  readonly savedAtMs: number;
}

/** Why a template is invalid: a part, and a code. */
export interface TemplateProblem {
  readonly part: 'name' | 'text';
  readonly problem: 'too-short' | 'too-long' | 'unreadable' | 'unknown-variable';
  /** Of `unknown-variable`: what the braces contain, at most 30 code units. */
  readonly variable?: string;
}

/** Braces and what they contain. Braces without a partner are text. */
export const BRACES = /\{([^{}\n]*)\}/g;

/** Whether a text in braces is a variable. */
export function isTemplateVariable(name: string): name is TemplateVariable {
  return (TEMPLATE_VARIABLES as readonly string[]).includes(name);
}

/**
 * Checks what an account wants to save.
 *
 * @returns each problem; empty if it is valid. Unknown variables are listed once each
 */
export function templateProblems({ name, text }: Pick<TemplateContent, 'name' | 'text'>): readonly TemplateProblem[] {
  const ofName = /\n/.test(name) ? ({ problem: 'unreadable' } as const) : textProblem(name, 1, TEMPLATE_LIMITS.name);
  const ofText = textProblem(text, 1, TEMPLATE_LIMITS.text);
  const named = ofText ? [] : [...text.matchAll(BRACES)].map(([, variable = '']) => variable);
  const unknown = [...new Set(named)].filter((variable) => !isTemplateVariable(variable));
  return [
    ...(ofName ? [{ part: 'name' as const, problem: ofName.problem }] : []),
    ...(ofText ? [{ part: 'text' as const, problem: ofText.problem }] : []),
    ...unknown.map((variable) => ({
      ...{ part: 'text' as const, problem: 'unknown-variable' as const },
      variable: variable.slice(0, 30),
    })),
  ];
}

/** What a template is wanted for. */
export interface TemplateUse {
  readonly type: string;
  /** Reasons of the case and of the answer, in any order. */
  readonly reasons: readonly string[];
}

/**
 * Returns the templates for a type and its reasons: those that name a reason first, then those that name the type, then the others. Each
 * group is sorted by name.
 */
export function templatesFor<T extends Pick<TemplateContent, 'name' | 'types' | 'reasons'>>(
  templates: readonly T[],
  { type, reasons }: TemplateUse,
): readonly T[] {
  const fits = (template: T): boolean =>
    (template.types?.includes(type) ?? true) && (template.reasons?.some((reason) => reasons.includes(reason)) ?? true);
  const rank = (template: T): number => (template.reasons ? 0 : template.types ? 1 : 2);
  return templates.filter(fits).sort((a, b) => rank(a) - rank(b) || compareNames(a.name, b.name));
}

function compareNames(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
