import { resolveLocale } from '@sidecard/core';

/** Which language each account's client speaks, as its requests say. */
export interface Languages {
  /** Notes an account's language: a tag, or a list as in `Accept-Language`, whose first counts. */
  heard(accountId: string, text: string | null | undefined): void;
  /** An account's language, if known. */
  of(accountId: string): string | undefined;
  /** The language of the first client; before there is one, that of this page or process: `zh-CN` or `en`. */
  first(): string;
}

const TAG = /^[a-z]{2,3}(-[a-z0-9]{2,8})*/i;

/** Creates the memory of languages. */
export function createLanguages(): Languages {
  const known = new Map<string, string>();
  return {
    heard(accountId, text) {
      const [tag] = TAG.exec(text ?? '') ?? [];
      if (tag) known.set(accountId, tag);
    },
    of: (accountId) => known.get(accountId),
    first: () => known.values().next().value ?? resolveLocale(languageHere()),
  };
}

/** Returns the reader's language in browsers, or this process's. */
function languageHere(): string {
  const { navigator } = globalThis as { readonly navigator?: { readonly language?: string } };
  return navigator?.language ?? new Intl.DateTimeFormat().resolvedOptions().locale;
}
