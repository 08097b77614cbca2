/** Leaves out the members that are `undefined`: what an exact optional member must not be. */
export function given<const Value extends object>(
  value: Value,
): { [Key in keyof Value as undefined extends Value[Key] ? Key : never]?: Exclude<Value[Key], undefined> } & {
  [Key in keyof Value as undefined extends Value[Key] ? never : Key]: Value[Key];
} {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as never;
}
