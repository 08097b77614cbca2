/** The server does not do what the protocol asks. */
export class Unmet extends Error {
  override readonly name = 'Unmet';
}

/** The server does not offer what a check is about, which is allowed. */
export class Skipped extends Error {
  override readonly name = 'Skipped';
}

/**
 * Demands something.
 *
 * @param otherwise - what is wrong, in a sentence
 * @throws Unmet
 */
export function demand(met: boolean, otherwise: string | (() => string)): asserts met {
  if (!met) throw new Unmet(typeof otherwise === 'string' ? otherwise : otherwise());
}

/** Demands that two values are the same JSON. */
export function same(got: unknown, wanted: unknown, what: string): void {
  const [a, b] = [textOf(got), textOf(wanted)];
  demand(a === b, () => `${what} is ${short(a)}, expected ${short(b)}.`);
}

/** JSON with sorted members, whose order means nothing. */
function textOf(value: unknown): string | undefined {
  return JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([one], [other]) => (one < other ? -1 : 1)))
      : member,
  );
}

/** A text for a report. */
export function short(text: string | undefined, length = 300): string {
  const whole = text ?? 'missing';
  return whole.length > length ? `${whole.slice(0, length)}…` : whole;
}
