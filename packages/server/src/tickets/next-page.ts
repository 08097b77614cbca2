import type { Ticket } from '@sidecard/core/authoring';

/** Returns the cursor of the next page of a list of tickets. @param found - the page, and one more ticket if there is a next page */
export function nextPage(found: readonly Ticket[], limit: number): { readonly next?: string } {
  const last = found[limit - 1];
  return last && found.length > limit ? { next: `${last.updatedAtMs}.${last.id}` } : {};
}
