import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { resolveLocale, type Locale, type Order } from '@sidecard/core';

/** State of the shops' systems besides orders. It survives a restart in a small file. */
export interface Memory {
  /** Start of the demo, milliseconds since the Unix epoch. */
  readonly beganAtMs: number;
  /** Whether the initial permissions have been granted. From then on the main accounts manage them. */
  readonly staffed: boolean;
  markStaffed(): Promise<void>;
  /** The language of a person's last sign-in. A shop writes an order in its buyer's language. */
  localeOf(id: string): Locale;
  setLocale(id: string, locale: Locale): Promise<void>;
  /** Changes to an order's parcel since the demo began. */
  parcelOf(orderId: string): Parcel;
  setParcel(orderId: string, change: Parcel): Promise<void>;
}

/** When a parcel was shipped and signed for. */
export type Parcel = Pick<Order, 'shippedAtMs' | 'signedAtMs'>;

interface Stored {
  readonly beganAtMs: number;
  readonly staffed: boolean;
  readonly locales: Readonly<Record<string, string>>;
  readonly parcels?: Readonly<Record<string, Parcel>>;
}

/** Opens the state stored in a folder. */
export async function openMemory(folder: string, now: number): Promise<Memory> {
  const file = join(folder, 'shop.json');
  const text = await readFile(file, 'utf8').catch(() => undefined);
  let stored: Stored =
    text === undefined ? { beganAtMs: now, staffed: false, locales: {} } : (JSON.parse(text) as Stored);
  let writing: Promise<void> = Promise.resolve();

  function save(change: Partial<Stored>): Promise<void> {
    stored = { ...stored, ...change };
    writing = writing.then(async () => {
      // Write to a new file and rename it, so that a crash never leaves half a file.
      await writeFile(`${file}.new`, JSON.stringify(stored));
      await rename(`${file}.new`, file);
    });
    return writing;
  }

  if (text === undefined) await save({});
  return {
    beganAtMs: stored.beganAtMs,
    get staffed() {
      return stored.staffed;
    },
    markStaffed: () => save({ staffed: true }),
    localeOf: (id) => resolveLocale(stored.locales[id] ?? 'zh-CN'),
    async setLocale(id, locale) {
      if (stored.locales[id] !== locale) await save({ locales: { ...stored.locales, [id]: locale } });
    },
    parcelOf: (orderId) => stored.parcels?.[orderId] ?? {},
    setParcel: (orderId, change) =>
      save({ parcels: { ...stored.parcels, [orderId]: { ...stored.parcels?.[orderId], ...change } } }),
  };
}
