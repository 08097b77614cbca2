import type { Part, Parts } from './content.js';
import { graphemes, shortened } from './text.js';

/**
 * What a surface counts: `characters` are UTF-16 code units, so never more than the surface counts, however it does; `bytes` are those of
 * UTF-8.
 */
export type Unit = 'characters' | 'bytes';

/** The most that a place of a message may contain. */
export interface Limit {
  readonly max: number;
  readonly unit: Unit;
}

/** Something that a message does not say in full. */
export interface Dropped {
  readonly part: Part;
  readonly how: 'shortened' | 'left-out';
  /** `unsupported`: the surface has no place for it. */
  readonly why: 'limit' | 'unsupported';
  /** The limit of the surface. Missing if it is unsupported. */
  readonly limit?: Limit;
}

/** A place of a message with a limit. */
export interface Place {
  readonly limit: Limit;
  /** The parts in this place, the least important first: it is shortened or left out before the next. */
  readonly parts: readonly Part[];
  /** What the place contains, as the message carries it: joined and escaped. */
  readonly text: (parts: Parts) => string | undefined;
}

export const characters = (max: number): Limit => ({ max, unit: 'characters' });
export const bytes = (max: number): Limit => ({ max, unit: 'bytes' });

/** These are left out rather than shortened: a part of an amount or a time is another one. */
const WHOLE: ReadonlySet<Part> = new Set(['status', 'order', 'pieces', 'amount', 'due', 'picture', 'link']);
/** A text of fewer characters than this says nothing. */
const FEWEST = 12;

const encoder = new TextEncoder();

/** Measures a text. */
export function sizeOf(text: string, unit: Unit): number {
  return unit === 'bytes' ? encoder.encode(text).length : text.length;
}

/** Returns the parts within the limits of all places, and what that cost. */
export function within(
  places: readonly Place[],
  content: Parts,
): { readonly parts: Parts; readonly dropped: readonly Dropped[] } {
  const dropped = new Map<Part, Dropped>();
  let parts = content;
  for (const place of places) {
    const { limit } = place;
    for (const part of place.parts) {
      if (fits(place, parts)) break;
      const text = parts[part];
      if (text === undefined) continue;
      const shorter = WHOLE.has(part) ? undefined : longestThatFits(place, parts, part, text);
      parts = { ...parts, [part]: shorter };
      dropped.set(part, { part, how: shorter === undefined ? 'left-out' : 'shortened', why: 'limit', limit });
    }
  }
  return { parts, dropped: [...dropped.values()] };
}

function fits({ limit, text }: Place, parts: Parts): boolean {
  const written = text(parts) ?? '';
  // A code unit is at least one byte.
  return written.length <= limit.max && sizeOf(written, limit.unit) <= limit.max;
}

/** Returns as much of a part as fits, or `undefined` if that would say nothing; of a title, which is never left out, at least one character. */
function longestThatFits(place: Place, parts: Parts, part: Part, text: string): string | undefined {
  // Then the other parts are too long, and the next is shortened.
  if (part !== 'title' && !fits(place, { ...parts, [part]: undefined })) return undefined;
  // A character is at least one unit, and the last of these may be a half.
  const all = graphemes(text.slice(0, place.limit.max + 1));
  const fewest = part === 'title' ? 1 : FEWEST;
  let [fitting, tooMany] = [0, all.length];
  while (tooMany - fitting > 1) {
    const count = Math.floor((fitting + tooMany) / 2);
    if (fits(place, { ...parts, [part]: shortened(all, count) })) fitting = count;
    else tooMany = count;
  }
  return fitting >= fewest ? shortened(all, fitting) : part === 'title' ? '…' : undefined;
}
