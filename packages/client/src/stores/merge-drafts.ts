import type { Draft } from '../model/drafts.js';
import { isObject } from '../transport/checks.js';

/** A number, an amount, a date, the name of a choice, or a word. */
const ONE_WORD = /^[\w.,:+-]*$/;

/** What became of a draft that two pages changed. */
export interface MergedDraft {
  readonly value: Draft;
  /** Whether the other page has a text that `value` does not contain. */
  readonly lost: boolean;
}

/**
 * Merges two drafts of a form, field by field. Of a field that only one page has changed it takes that page's; of a field that both have
 * changed, this page's.
 *
 * @param base - what both pages knew
 */
export function mergeDrafts(base: Draft | undefined, ours: Draft, theirs: Draft): MergedDraft {
  let lost = false;
  const value: Record<string, unknown> = {};
  const only = Object.keys(theirs).filter((field) => !(field in ours));
  for (const field of [...only, ...Object.keys(ours)]) {
    const [was, mine, other] = [toJson(base?.[field]), toJson(ours[field]), toJson(theirs[field])];
    const isMine = mine !== was;
    const kept = isMine ? ours[field] : theirs[field];
    if (kept !== undefined) value[field] = kept;
    if (isMine && other !== was) lost ||= !contains(ours[field], theirs[field]);
  }
  return { value, lost };
}

/** Whether all texts of a draft are in another one. */
export const includesDraft = (whole: Draft, part: Draft): boolean => contains(whole, part);

/** Whether a value has all that another one has: the same, or its words among more. An amount or a choice is not part of another. */
function contains(whole: unknown, part: unknown): boolean {
  if (part === undefined || part === '' || toJson(whole) === toJson(part)) return true;
  if (typeof part === 'string') return typeof whole === 'string' && !ONE_WORD.test(whole) && whole.includes(part);
  return (
    isObject(part) &&
    isObject(whole) &&
    Object.entries(part).every(([name, value]) => contains((whole as Draft)[name], value))
  );
}

/** Returns what a draft has that another does not have, or has otherwise. */
export function without(draft: Draft, other: Draft): Draft {
  return Object.fromEntries(Object.entries(draft).filter(([field, value]) => toJson(value) !== toJson(other[field])));
}

/** Returns a value as JSON. */
export const toJson = (value: unknown): string | undefined => JSON.stringify(value);
