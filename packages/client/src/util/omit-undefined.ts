/** Returns a copy without the members that are `undefined`, which an exact optional member does not accept. */
export function omitUndefined<const Value extends object>(
  value: Value,
): { [Key in keyof Value as undefined extends Value[Key] ? Key : never]?: Exclude<Value[Key], undefined> } & {
  [Key in keyof Value as undefined extends Value[Key] ? never : Key]: Value[Key];
} {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as never;
}
