import { MAX_BATCH } from '@sidecard/client';

/** The selected rows of a list, in the order in which they were selected. */
export class Selection {
  readonly #ids = new Set<string>();
  /** Where a range begins. */
  #anchor: string | undefined;

  get ids(): readonly string[] {
    return [...this.#ids];
  }

  has(ticketId: string): boolean {
    return this.#ids.has(ticketId);
  }

  /** Selects a row, or no longer. @returns whether there was room for it */
  toggle(ticketId: string): boolean {
    this.#anchor = ticketId;
    return this.#ids.delete(ticketId) || this.add(ticketId);
  }

  /** Selects a row. @returns whether there was room for it */
  add(ticketId: string): boolean {
    if (!this.#ids.has(ticketId) && this.#ids.size >= MAX_BATCH) return false;
    this.#ids.add(ticketId);
    return true;
  }

  /** Selects the rows from the last one that was selected to this one. @returns whether there was room for all */
  extendTo(ticketId: string, rows: readonly { readonly ticketId: string }[]): boolean {
    const at = (id: string | undefined) => rows.findIndex((row) => row.ticketId === id);
    const [from, to] = [at(this.#anchor), at(ticketId)];
    if (from < 0 || to < 0) return this.add(ticketId);
    return rows.slice(Math.min(from, to), Math.max(from, to) + 1).every((row) => this.add(row.ticketId));
  }

  /** Keeps only these. */
  keep(ids: readonly string[]): void {
    this.#ids.clear();
    for (const id of ids) this.#ids.add(id);
    if (this.#ids.size === 0) this.#anchor = undefined;
  }
}
