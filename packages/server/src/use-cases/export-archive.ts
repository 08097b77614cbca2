import { type ArchiveFilter, archivePolicy, openZone } from '@sidecard/core/server';
import type { ArchiveEntryView, ExportFormat } from '@sidecard/core/wire';
import { makeZip } from 'client-zip';
import { audienceFor } from '../accounts/audience.js';
import { headLine, rowLine, type RowContext } from '../archive/table.js';
import type { Attachments, RequestContext, ServerContext } from '../context/context.js';
import { ProblemError } from '../wire/problem.js';
import { listArchive, mustManageArchive } from './read-archive.js';
import { type PictureFile, readPicture } from './read-picture.js';

/** Number of entries that are read at once. */
const PAGE = 100;
const TABLE = 'archive.csv';

/** What to export. */
export interface ArchiveExport extends ArchiveFilter {
  readonly format: ExportFormat;
  /** BCP 47 tag. */
  readonly locale: string;
}

/** A file to download. */
export interface ExportFile {
  readonly name: string;
  /** Made while it is read: a page of entries and a part of one picture at a time. */
  readonly body: ReadableStream<Uint8Array>;
}

/**
 * Exports entries of the archive, latest case first, as a table or as a ZIP file with the table and the pictures as they are shown, never as
 * they came. A picture that is not there any more is left out. Call `mustManageArchive` first. A file takes long to read: it breaks off when
 * the account has lost its permission meanwhile.
 */
export function exportArchive(
  context: ServerContext,
  request: RequestContext,
  { format, locale, ...filter }: ArchiveExport,
): ExportFile {
  const { policy } = request;
  const zone = openZone(policy.timeZone);
  const dayAt = (atMs: number) => (zone ? zone.dayAt(atMs) : new Date(atMs).toISOString().slice(0, 10));
  const rows: RowContext = { locale, dayAt, defects: archivePolicy(policy).defects };
  const entries = () => entriesOf(context, request, filter);
  const name = `archive-${dayAt(context.clock.now())}.${format}`;
  const { attachments } = context;
  if (format === 'csv' || !attachments) {
    const table = encoded(linesOf(entries(), rows, () => undefined));
    const parts = format === 'csv' ? table : partsOf(makeZip([{ name: TABLE, input: table }]));
    return { name, body: streamOf(context, parts) };
  }
  const zip = makeZip(filesOf(context, attachments, request, { entries, rows }));
  return { name, body: streamOf(context, partsOf(zip)) };
}

/** What a ZIP file is made of. */
interface ZipContent {
  readonly entries: () => AsyncIterable<ArchiveEntryView>;
  readonly rows: RowContext;
}

/** The table, then the pictures of each ticket, each once, though several of its lines can have it. */
async function* filesOf(
  context: ServerContext,
  attachments: Attachments,
  request: RequestContext,
  { entries, rows }: ZipContent,
) {
  const namesOf = (entry: ArchiveEntryView) => pictureNames(context, request, entry);
  const lines = linesOf(entries(), rows, async (entry) => [...(await namesOf(entry)).values()]);
  yield { name: TABLE, input: encoded(lines), lastModified: new Date(context.clock.now()) };
  let [ticketId, written] = ['', new Set<string>()];
  for await (const entry of entries()) {
    // A ticket's entries follow each other.
    if (entry.ticketId !== ticketId) [ticketId, written] = [entry.ticketId, new Set()];
    for (const [id, name] of await namesOf(entry)) {
      if (written.has(id)) continue;
      written.add(id);
      const file = await pictureOf(context, attachments, await asPermitted(context, request), id);
      if (file) yield { name, input: file.body, lastModified: new Date(entry.atMs) };
    }
  }
}

/** Reads every entry of a filter, a page at a time. */
async function* entriesOf(
  context: ServerContext,
  request: RequestContext,
  filter: ArchiveFilter,
): AsyncGenerator<ArchiveEntryView> {
  let after: ArchiveEntryView | undefined;
  do {
    const permitted = await asPermitted(context, request);
    const { entries, next } = await listArchive(context, permitted, { ...filter, after, limit: PAGE });
    yield* entries;
    after = next === undefined ? undefined : entries.at(-1);
  } while (after);
}

/**
 * Returns the request with what its account may do now.
 *
 * @throws ProblemError `permission-missing` if it may not export any more
 */
async function asPermitted(context: ServerContext, request: RequestContext): Promise<RequestContext> {
  const { merchantId, actor, principal } = request;
  const [account] = await context.store.findAccounts([{ merchantId, accountId: actor.accountId }]);
  const permissions = account?.permissions ?? [];
  const permitted = {
    ...request,
    account,
    actor: { ...actor, permissions },
    audience: audienceFor(principal.party, account),
  };
  await mustManageArchive(context, permitted);
  return permitted;
}

async function* linesOf(
  entries: AsyncIterable<ArchiveEntryView>,
  rows: RowContext,
  filesOfEntry: (entry: ArchiveEntryView) => Promise<readonly string[]> | undefined,
): AsyncGenerator<string> {
  yield headLine(rows.locale);
  for await (const entry of entries) yield rowLine({ entry, files: await filesOfEntry(entry) }, rows);
}

/**
 * Names an entry's pictures in the ZIP file, by their ids. A name depends on the picture alone: the archive is read once for the table and
 * once for the files, and may change between.
 */
async function pictureNames(
  { store }: ServerContext,
  { merchantId }: RequestContext,
  { number, pictures }: ArchiveEntryView,
): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  for (const { id, source } of pictures) {
    const found = await store.findAttachment(merchantId, id);
    if (found?.state !== 'ready') continue;
    const ending = found.shownType.replace(/^image\//, '').replace(/\W/g, '');
    const [ofTicket, ofPicture] = [number, id].map((part) => part.replace(/[^\p{L}\p{N}-]/gu, '_'));
    names.set(id, `pictures/${ofTicket}-${source}-${ofPicture}.${ending}`);
  }
  return names;
}

/** Reads a picture as it is shown, by the rules for its readers. */
async function pictureOf(
  context: ServerContext,
  attachments: Attachments,
  request: RequestContext,
  id: string,
): Promise<PictureFile | undefined> {
  try {
    return await readPicture(context, attachments, request, id, 'show');
  } catch (error) {
    if (error instanceof ProblemError) return undefined;
    throw error;
  }
}

async function* encoded(lines: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for await (const line of lines) yield encoder.encode(line);
}

async function* partsOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value;
  } finally {
    // It ends what it is made of by an error.
    await reader.cancel().catch(() => undefined);
  }
}

/** Makes a stream that reads on when its reader does. */
function streamOf({ report }: ServerContext, parts: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  let cancelled = false;
  return new ReadableStream({
    async pull(controller) {
      try {
        const part = await parts.next();
        if (cancelled) return;
        if (part.done === true) controller.close();
        else controller.enqueue(part.value);
      } catch (error) {
        if (!(error instanceof ProblemError)) report(error);
        controller.error(error);
      }
    },
    async cancel() {
      cancelled = true;
      await parts.return(undefined);
    },
  });
}
