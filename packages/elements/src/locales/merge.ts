import type { Overrides } from './message.js';

/** Returns the complete texts with a host's overrides applied. Does not change its arguments. */
export function mergeTexts<T extends object>(base: T, overrides: Overrides<T>): T {
  return merge(base as Members, overrides) as T;
}

/** Merges two catalogues, group by group. */
export function joinTexts<One extends object, Other extends object>(one: One, other: Other): One & Other {
  return merge(one as Members, other as Members) as One & Other;
}

type Members = Readonly<Record<string, unknown>>;

function merge(base: Members, overrides: Members): Members {
  const merged: Record<string, unknown> = { ...base };
  for (const [key, over] of Object.entries(overrides)) {
    // Overrides may come from JSON.
    if (over === undefined || key === '__proto__') continue;
    const under = merged[key];
    merged[key] = isGroup(over) && isGroup(under) ? merge(under, over) : over;
  }
  return merged;
}

function isGroup(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
