/**
 * Gives an element's class its properties, by which a wrapper tells properties from attributes. Lit adds them when the class is defined,
 * which never happens if another copy of Sidecard has defined its tag before.
 */
export function withProperties<Class extends { readonly observedAttributes: readonly string[] }>(
  elementClass: Class,
): Class {
  void elementClass.observedAttributes;
  return elementClass;
}
