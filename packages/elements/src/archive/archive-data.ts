import type { Client } from '@sidecard/client';
import type { Defect } from '@sidecard/core';
import type { ArchiveChange, ArchiveCounts, ArchiveEntryView, ArchivePeriod, ExportFormat } from '@sidecard/core/wire';

/** Days of {@link ArchiveChoice.days}. */
export const SPANS = ['30', '90', '365'] as const;
export type Span = (typeof SPANS)[number];

const DAY_MS = 86_400_000;
/** Maximum number of changes in a request. */
const BATCH = 100;

/** What the reader has chosen above the pictures. Missing members choose all. */
export interface ArchiveChoice {
  readonly product?: string;
  readonly defect?: string;
  /** Only cases of the last days. */
  readonly days?: Span;
  readonly search?: string;
  readonly removed?: true;
}

/** Names an entry. */
export const keyOf = ({ ticketId, itemId }: Pick<ArchiveEntryView, 'ticketId' | 'itemId'>): string =>
  JSON.stringify([ticketId, itemId]);

/** How many changes were made, and how many were not; `undefined` if none could be sent. */
export type Changed = { readonly made: number; readonly refused: number } | undefined;

/** What the page of the archive shows: loaded by the reader's choice, and after each change. */
export class ArchiveData {
  readonly #client: Client;
  readonly #onChange: () => void;
  choice: ArchiveChoice = {};
  status: 'loading' | 'ready' | 'failed' | 'denied' = 'loading';
  entries: readonly ArchiveEntryView[] = [];
  defects: readonly Defect[] = [];
  counts: ArchiveCounts | undefined;
  /** Whether there are more entries than are loaded. */
  next: string | undefined;
  /** Every product that was seen, by title. */
  readonly products = new Map<string, string>();
  /** Keys of selected entries. */
  readonly selected = new Set<string>();
  /** The export that is under way. */
  exporting: ExportFormat | undefined;
  #request = 0;

  /** @param onChange - renders again */
  constructor(client: Client, onChange: () => void) {
    this.#client = client;
    this.#onChange = onChange;
  }

  get client(): Client {
    return this.#client;
  }

  /** Chooses otherwise, and loads. Members that are `undefined` are taken away. */
  choose(change: { readonly [Member in keyof ArchiveChoice]: ArchiveChoice[Member] | undefined }): void {
    const all = Object.entries({ ...this.choice, ...change }).filter(([, value]) => value !== undefined);
    this.choice = Object.fromEntries(all);
    this.selected.clear();
    void this.load();
  }

  /** Chooses everything that is filed. */
  clear(): void {
    this.choice = {};
    this.selected.clear();
    void this.load();
  }

  get isNarrowed(): boolean {
    return Object.keys(this.choice).length > 0;
  }

  /** What counts are by: weeks of a few months, else months. */
  get period(): ArchivePeriod {
    return this.choice.days === undefined || this.choice.days === '365' ? 'month' : 'week';
  }

  /** Loads the first page and the counts. */
  async load(): Promise<void> {
    const request = ++this.#request;
    this.status = 'loading';
    this.#onChange();
    const [page] = await Promise.all([this.#client.archive.list(this.#search), this.#loadCounts(request)]);
    if (request !== this.#request) return;
    if (page.ok) {
      this.entries = page.body.entries;
      this.next = page.body.next;
      this.defects = page.body.defects;
      for (const { product, title } of this.entries) this.products.set(product, title);
      this.status = 'ready';
    } else {
      this.entries = [];
      this.next = undefined;
      const { code } = page.error;
      this.status = code === 'permission-missing' || code === 'not-found' ? 'denied' : 'failed';
    }
    this.#onChange();
  }

  /** Loads the next page. */
  async more(): Promise<void> {
    const { next } = this;
    if (next === undefined) return;
    const request = this.#request;
    const page = await this.#client.archive.list(this.#search, next);
    // Asked twice, or for what is no longer chosen.
    if (request !== this.#request || next !== this.next || !page.ok) return;
    this.entries = [...this.entries, ...page.body.entries];
    this.next = page.body.next;
    this.#onChange();
  }

  /** Changes the selected entries in batches. What no longer fits the choice leaves the page. */
  async change(change: { readonly action: 'remove' | 'restore' } | { readonly defect: string }): Promise<Changed> {
    const changes = this.entries
      .filter((entry) => this.selected.has(keyOf(entry)))
      .map(({ ticketId, itemId }): ArchiveChange =>
        'defect' in change
          ? { action: 'set-defect', ticketId, itemId, defect: change.defect }
          : { ...change, ticketId, itemId },
      );
    let [made, refused] = [0, 0];
    for (let at = 0; at < changes.length; at += BATCH) {
      const answer = await this.#client.archive.change(changes.slice(at, at + BATCH));
      if (!answer.ok) return made > 0 ? { made, refused: changes.length - made } : undefined;
      for (const result of answer.body.results) {
        if (!result.ok) {
          refused++;
          continue;
        }
        made++;
        for (const entry of result.entries) this.#replace(entry);
      }
    }
    this.selected.clear();
    this.#onChange();
    await this.#loadCounts(this.#request);
    this.#onChange();
    return { made, refused };
  }

  /** Loads an export of what is chosen. @returns `undefined` if it failed */
  async export(format: ExportFormat, locale: string): Promise<Blob | undefined> {
    this.exporting = format;
    this.#onChange();
    const answer = await this.#client.archive.exportFile(format, this.#search, locale);
    this.exporting = undefined;
    this.#onChange();
    return answer.ok ? answer.body : undefined;
  }

  get #fromMs(): number | undefined {
    const { days } = this.choice;
    return days === undefined ? undefined : Math.floor(this.#client.now() - Number(days) * DAY_MS);
  }

  get #search() {
    const { product, defect, search, removed } = this.choice;
    return { product, defect, search, removed, fromMs: this.#fromMs };
  }

  async #loadCounts(request: number): Promise<void> {
    const { product, defect } = this.choice;
    const answer = await this.#client.archive.counts(this.period, { product, defect, fromMs: this.#fromMs });
    if (request !== this.#request) return;
    this.counts = answer.ok ? answer.body : undefined;
    for (const [key, title] of Object.entries(this.counts?.titles ?? {})) this.products.set(key, title);
  }

  #replace(entry: ArchiveEntryView): void {
    const { defect, removed } = this.choice;
    const fits =
      (entry.removed !== undefined) === (removed === true) && (defect === undefined || entry.defect === defect);
    this.entries = this.entries.flatMap((known) => (keyOf(known) === keyOf(entry) ? (fits ? entry : []) : known));
  }
}
