/** Compares two rows in a list's order. Different rows are never equal. */
export type Compare<Row> = (a: Row, b: Row) => number;

/** Returns the position of the first row that is not before `row`. */
function positionOf<Row>(rows: readonly Row[], row: Row, compare: Compare<Row>): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compare(rows[middle] as Row, row) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Returns sorted rows without those removed and with those added. Finds each by its place, and copies what lies between at once: a list of
 * many rows costs one copy for any number of changes.
 *
 * @param removed - rows of the list, as they are in it
 * @param added - rows in any order
 */
export function changeRows<Row>(
  rows: readonly Row[],
  { removed, added }: { readonly removed: readonly Row[]; readonly added: readonly Row[] },
  compare: Compare<Row>,
): readonly Row[] {
  const cuts = [
    ...[...added].sort(compare).map((row) => ({ at: positionOf(rows, row, compare), row: [row], skips: 0 })),
    ...removed.map((row) => ({ at: positionOf(rows, row, compare), row: [], skips: 1 })),
  ].sort((a, b) => a.at - b.at);
  const parts: (readonly Row[])[] = [];
  let from = 0;
  for (const { at, row, skips } of cuts) {
    parts.push(rows.slice(from, at), row);
    from = at + skips;
  }
  return ([] as Row[]).concat(...parts, rows.slice(from));
}
