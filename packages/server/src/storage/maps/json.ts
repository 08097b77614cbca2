/**
 * Copies a value as PostgreSQL's `jsonb` stores it: members sorted by the length of their names, then by name, without `undefined`. Both
 * stores then answer with the same bytes, and stored data cannot be modified.
 */
export function jsonCopy<Value>(value: Value): Value {
  return copy(value) as Value;
}

function copy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => copy(item) ?? null);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  members.sort(([a], [b]) => a.length - b.length || (a < b ? -1 : 1));
  return Object.fromEntries(members.map(([name, member]) => [name, copy(member)]));
}
