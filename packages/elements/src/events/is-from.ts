/** Whether an event comes from an element that matches a selector. */
export function isFrom(event: Event, selector: string): boolean {
  const [target] = event.composedPath();
  return (target as Partial<Element> | undefined)?.matches?.(selector) === true;
}
