import type { Client } from '@sidecard/client';
import type { Locale } from '@sidecard/core';
import type { FieldValues } from '@sidecard/core/wire';
import { h } from './dom.js';

/** Addresses of loaded pictures: a page shows the same ones with every update. */
const loaded = new WeakMap<Client, Map<string, Promise<string | undefined>>>();

/** Returns the ids of the pictures that someone filled in. */
export function picturesIn({ pictures }: FieldValues = {}): readonly string[] {
  return Array.isArray(pictures) ? pictures.filter((id) => typeof id === 'string') : [];
}

/** Shows pictures; nothing without any. */
export function thumbsOf(ids: readonly string[], client: Client, locale: Locale): readonly HTMLElement[] {
  if (ids.length === 0) return [];
  const thumbs = ids.map((id, index) => {
    const picture = h('img', { alt: locale === 'en' ? `Picture ${index + 1}` : `图片 ${index + 1}` });
    void addressOf(id, client).then((address) => {
      if (address) picture.src = address;
    });
    return picture;
  });
  return [h('div', { class: 'pictures' }, ...thumbs)];
}

function addressOf(id: string, client: Client): Promise<string | undefined> {
  const known = loaded.get(client) ?? new Map<string, Promise<string | undefined>>();
  loaded.set(client, known);
  const address =
    known.get(id) ??
    client.pictures.load(id, 'thumb').then((answer) => {
      if (answer.ok) return URL.createObjectURL(answer.file);
      // The next update tries again.
      known.delete(id);
      return undefined;
    });
  known.set(id, address);
  return address;
}
