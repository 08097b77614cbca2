import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { resolveLocale, type Locale, type Order } from '@sidecard/core';

/** The few things that the shops' systems keep beside orders: they survive a restart in a small file. */
export interface Memory {
  /** When the demonstration began, milliseconds since the Unix epoch. */
  readonly beganAtMs: number;
  /** The first permissions were given; from then on the main accounts decide. */
  readonly staffed: boolean;
  markStaffed(): Promise<void>;
  /** The language somebody reads, as of their last sign-in. A shop writes an order in its buyer's language. */
  localeOf(id: string): Locale;
  setLocale(id: string, locale: Locale): Promise<void>;
  /** What has become of an order's parcel since the demonstration began. */
  parcelOf(orderId: string): Parcel;
  setParcel(orderId: string, change: Parcel): Promise<void>;
}

/** When a parcel left, and when it was signed for. */
export type Parcel = Pick<Order, 'shippedAtMs' | 'signedAtMs'>;

interface Kept {
  readonly beganAtMs: number;
  readonly staffed: boolean;
  readonly locales: Readonly<Record<string, string>>;
  readonly parcels?: Readonly<Record<string, Parcel>>;
}

/** Opens the memory in a folder. */
export async function openMemory(folder: string, now: number): Promise<Memory> {
  const file = join(folder, 'shop.json');
  const text = await readFile(file, 'utf8').catch(() => undefined);
  let kept: Kept = text === undefined ? { beganAtMs: now, staffed: false, locales: {} } : (JSON.parse(text) as Kept);
  let writing: Promise<void> = Promise.resolve();

  function keep(change: Partial<Kept>): Promise<void> {
    kept = { ...kept, ...change };
    writing = writing.then(async () => {
      // whole or not at all
      await writeFile(`${file}.new`, JSON.stringify(kept));
      await rename(`${file}.new`, file);
    });
    return writing;
  }

  if (text === undefined) await keep({});
  return {
    beganAtMs: kept.beganAtMs,
    get staffed() {
      return kept.staffed;
    },
    markStaffed: () => keep({ staffed: true }),
    localeOf: (id) => resolveLocale(kept.locales[id] ?? 'zh-CN'),
    async setLocale(id, locale) {
      if (kept.locales[id] !== locale) await keep({ locales: { ...kept.locales, [id]: locale } });
    },
    parcelOf: (orderId) => kept.parcels?.[orderId] ?? {},
    setParcel: (orderId, change) =>
      keep({ parcels: { ...kept.parcels, [orderId]: { ...kept.parcels?.[orderId], ...change } } }),
  };
}
