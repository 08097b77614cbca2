import { atom, type WritableAtom } from 'nanostores';
import type { Draft } from '../model/drafts.js';
import type { Moment } from '../util/moment.js';
import { parseJson } from '../transport/answer.js';
import { toJson } from './merge-drafts.js';

/** How many of a draft's former contents are remembered. */
const MAX_KNOWN = 20;
/** How many of them other pages are told. */
const MAX_TOLD = 5;

/** A draft in memory. */
export interface DraftEntry {
  readonly store: WritableAtom<Draft | undefined>;
  value: Draft | undefined;
  /** Set or cleared on this page: storage has an older draft. */
  edited: boolean;
  unsaved: boolean;
  /** What storage has is not known yet, or could not be read. */
  unread: boolean | 'failed';
  /** Cleared before it was read: what storage has was sent or discarded. */
  cleared: boolean;
  /** Whether storage has a copy under a key of this page, because the entry was unread. */
  beside: boolean;
  /** What storage or another page has had of it, as JSON, the newest last: what may be written over. */
  known: readonly string[];
  /** Of that, what is kept beside this draft. */
  apart: readonly string[];
  /** What this page and others had last of it, as JSON: what it has told or taken over. */
  had: string | undefined;
  /** What this page has told the others last; `null` if nothing. */
  told: Draft | undefined | null;
  toldAt: Moment;
  /** What storage has refused, here or in another page, as JSON: told once as that; `null` if nothing. */
  refused: string | undefined | null;
  /** What was sent or discarded, as JSON, the last one last. */
  gone: readonly string[];
  /** What this page and the others had last. */
  base: Draft | undefined;
  /** What was typed before it met another, what both became, and what of it the other one brought. */
  joined?: { readonly typed: Draft; readonly value: Draft; readonly rest: Draft } | undefined;
  reading: Promise<void>;
  /** Id of the last read; results of earlier reads are out of date. */
  readId: number;
  /** Whether another page has told of it since that read began. */
  heard: boolean;
}

/** Creates the entry of a draft that storage has, or that is not known yet. */
export function createDraftEntry(stored: Draft | undefined): DraftEntry {
  const entry: DraftEntry = {
    store: atom(stored),
    value: stored,
    edited: false,
    unsaved: false,
    unread: false,
    cleared: false,
    beside: false,
    known: [],
    apart: [],
    had: toJson(stored),
    told: null,
    toldAt: { wallMs: 0, monotonicMs: 0 },
    refused: null,
    gone: [],
    base: stored,
    reading: Promise.resolve(),
    readId: 0,
    heard: false,
  };
  know(entry, stored);
  return entry;
}

/** Remembers that storage or a page had this content. */
export function know(entry: DraftEntry, value: Draft | undefined): void {
  const json = toJson(value);
  if (json !== undefined) remember(entry, json);
}

function remember(entry: DraftEntry, json: string): void {
  entry.known = [...entry.known.filter((one) => one !== json), json].slice(-MAX_KNOWN);
}

/** Remembers that what is there now is kept beside this draft. */
export function keepApart(entry: DraftEntry, value: Draft): void {
  entry.apart = [...entry.apart, toJson(value) ?? ''].slice(-MAX_KNOWN);
}

/** Remembers that what is there now was sent or discarded. */
export function letGo(entry: DraftEntry): void {
  for (const json of [toJson(entry.value), entry.had])
    if (json !== undefined) entry.gone = [...entry.gone.filter((one) => one !== json), json].slice(-MAX_TOLD);
}

/**
 * Takes note of what another page has written, and of what it goes on from.
 *
 * @returns what this page has, as JSON
 */
export function goOnFrom(entry: DraftEntry, known: readonly string[], value: Draft | undefined): string | undefined {
  const common = known.filter((one) => entry.known.includes(one)).at(-1);
  // Any script can have said it, in place of JSON.
  entry.base = parseJson(common ?? '') as Draft | undefined;
  for (const one of known) remember(entry, one);
  // The same text may be typed again.
  entry.known = entry.known.filter((one) => one !== toJson(value));
  // Written since it was discarded here, unlike what storage may still have.
  entry.cleared &&= !value;
  return toJson(entry.value);
}

/** Forgets what others had, and what is gone. */
export function forgetAll(entry: DraftEntry): void {
  entry.known = entry.apart = entry.gone = [];
  entry.joined = entry.had = undefined;
  entry.told = entry.refused = null;
}

/** Returns what a draft goes on from, what this page had itself last. */
export function lineOf({ known, apart, had, value, gone }: DraftEntry): readonly string[] {
  const last = had ?? (value ? undefined : gone.at(-1));
  const line = known.filter((one) => one !== last && !apart.includes(one));
  return [...line, ...(last === undefined ? [] : [last])].slice(-MAX_TOLD);
}

/** Returns what a draft that is told again goes on from. One that was discarded takes nothing that was written since. */
export function lineAgain(entry: DraftEntry): readonly string[] {
  return entry.value ? lineOf(entry) : entry.gone.slice(-1);
}
