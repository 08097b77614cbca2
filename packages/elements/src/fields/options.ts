import type { Texts } from '@sidecard/core';

/** Finds the label of an option in a list. */
export function labelsAmong(
  options: readonly { readonly key: string; readonly labels: Texts }[] | undefined,
  key: string,
): Texts | undefined {
  return options?.find((option) => option.key === key)?.labels;
}
