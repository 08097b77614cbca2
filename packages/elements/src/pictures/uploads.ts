import type { Client, ClientRefusal } from '@sidecard/client';

/** Where a list of pictures is typed: a field of a form. Its draft outlives the element that shows it. */
export interface PicturePlace {
  readonly client: Client;
  readonly ticketId: string;
  /** Key of the draft. */
  readonly form: string;
  /** Key of the field. */
  readonly field: string;
  /** Id of the order's line, if the pictures are of some of its pieces: the field's draft is then a line by its id, with `pictures`. */
  readonly item?: string;
}

/** In a draft: the id of an uploaded picture, or one that is on its way. */
export type TypedPicture = string | { readonly upload: string; readonly name: string };

/** A picture on its way to the server. */
export interface Upload {
  readonly key: string;
  readonly file: File;
  /** Share that has been sent, from 0 to 1. */
  readonly share: number;
  readonly error?: ClientRefusal;
}

interface Running extends Upload {
  readonly place: PicturePlace;
  readonly abort: AbortController;
}

/** The uploads of each client: they go on while no element shows them. */
const running = new WeakMap<Client, Map<string, Running>>();
/** Files of uploaded pictures, so that they are shown without being loaded again. */
const files = new WeakMap<Client, Map<string, Blob>>();
/** Redraws of those who show a place. */
const watchers = new Map<string, () => void>();

/** Names an upload. `randomUUID` is missing on pages without a secure context. */
const newKey = (): string => crypto.getRandomValues(new Uint32Array(4)).join('-');

const nameOf = ({ ticketId, form, field, item }: PicturePlace): string => JSON.stringify([ticketId, form, field, item]);

function of<Value>(all: WeakMap<Client, Map<string, Value>>, client: Client): Map<string, Value> {
  let found = all.get(client);
  if (!found) all.set(client, (found = new Map<string, Value>()));
  return found;
}

/** Calls `redraw`, instead of an earlier one, when an upload of the place goes on. */
export function watchUploads(place: PicturePlace, redraw: () => void): void {
  watchers.set(nameOf(place), redraw);
}

/** Returns an upload; `undefined` if it was interrupted, such as by a reload. */
export function uploadOf({ client }: PicturePlace, key: string): Upload | undefined {
  return running.get(client)?.get(key);
}

/** Returns the file of a picture that was uploaded here. */
export function fileOf(client: Client, id: string): Blob | undefined {
  return files.get(client)?.get(id);
}

/** Reads a draft; an older release may have written anything. */
export function typedPictures(typed: unknown): readonly TypedPicture[] {
  if (!Array.isArray(typed)) return [];
  return (typed as readonly unknown[]).filter(
    (one): one is TypedPicture =>
      typeof one === 'string' || (typeof one === 'object' && one !== null && 'upload' in one && 'name' in one),
  );
}

/** Uploads files, and adds them to the draft. */
export function addPictures(place: PicturePlace, chosen: readonly File[]): void {
  const added = chosen.map((file) => ({ key: newKey(), file }));
  change(place, (typed) => [...typed, ...added.map(({ key, file }) => ({ upload: key, name: file.name }))]);
  for (const { key, file } of added) start(place, key, file);
}

/** Uploads a file again. */
export function retryUpload(place: PicturePlace, key: string): void {
  const upload = uploadOf(place, key);
  if (upload) start(place, key, upload.file);
}

/** Takes a picture out of the draft; an upload ends. */
export function removePicture(place: PicturePlace, typed: TypedPicture): void {
  change(place, (all) => all.filter((one) => keyOf(one) !== keyOf(typed)));
  if (typeof typed === 'string') return;
  const uploads = of(running, place.client);
  uploads.get(typed.upload)?.abort.abort();
  uploads.delete(typed.upload);
}

/** Tells the entries of a draft apart. */
export const keyOf = (typed: TypedPicture): string => (typeof typed === 'string' ? typed : typed.upload);

function start(place: PicturePlace, key: string, file: File): void {
  const { client } = place;
  const uploads = of(running, client);
  const abort = new AbortController();
  const update = (changed: Partial<Upload>) => {
    const upload = uploads.get(key);
    if (upload?.abort !== abort) return;
    uploads.set(key, { ...upload, ...changed });
    watchers.get(nameOf(place))?.();
  };
  uploads.set(key, { key, file, share: 0, place, abort });
  const onProgress = (share: number) => update({ share });
  void client.pictures.upload(file, { signal: abort.signal, onProgress }).then((answer) => {
    if (!answer.ok) return void update({ error: answer.error });
    if (uploads.get(key)?.abort !== abort) return;
    const { id } = answer.picture;
    of(files, client).set(id, file);
    uploads.delete(key);
    change(place, (typed) => typed.map((one) => (keyOf(one) === key ? id : one)));
  });
}

/** Changes what is typed, also while no element shows it. */
function change(place: PicturePlace, next: (typed: readonly TypedPicture[]) => readonly TypedPicture[]): void {
  const { client, ticketId, form, field, item } = place;
  const draft = client.drafts.draft(ticketId, form).get() ?? {};
  const typed = item === undefined ? next(typedPictures(draft[field])) : changeOf(draft[field], item, next);
  client.drafts.set(ticketId, form, { ...draft, [field]: typed });
  watchers.get(nameOf(place))?.();
}

/** Changes the pictures of a line. */
function changeOf(
  typed: unknown,
  item: string,
  next: (typed: readonly TypedPicture[]) => readonly TypedPicture[],
): Readonly<Record<string, unknown>> {
  const lines = isRecord(typed) ? typed : {};
  const line = isRecord(lines[item]) ? lines[item] : {};
  return { ...lines, [item]: { ...line, pictures: next(typedPictures(line['pictures'])) } };
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
