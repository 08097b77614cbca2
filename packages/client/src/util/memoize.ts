/**
 * Returns a function that creates one value for each name.
 *
 * @param max - how many values are kept; the oldest goes first
 */
export function memoize<Name extends readonly string[], Value>(
  create: (...name: Name) => Value,
  max = Infinity,
): (...name: Name) => Value {
  const values = new Map<string, Value>();
  return (...parts) => {
    const name = JSON.stringify(parts);
    const value = values.get(name) ?? create(...parts);
    values.set(name, value);
    const [oldest] = values.keys();
    if (values.size > max && oldest !== undefined) values.delete(oldest);
    return value;
  };
}
