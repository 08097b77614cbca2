/** Returns the end of an order's number, by which people tell orders apart. */
export function shortOrder(id: string): string {
  return id.slice(-4);
}
