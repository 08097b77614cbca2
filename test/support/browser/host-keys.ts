/**
 * A host that listens to keys on the window, in the capture phase. Import it before everything else, to listen before the SDK.
 */
export interface KeyHost {
  /** What it does with these keys. */
  take:
    | {
        readonly keys: readonly string[];
        readonly how: 'stop' | 'only stop' | 'prevent';
        readonly types: readonly string[];
      }
    | undefined;
  /** What it has heard, such as `keydown a`. */
  heard: string[];
}

const TYPES = ['keydown', 'keypress', 'keyup'];

/** Starts listening. @returns the host, and how it stops */
export function listenToKeys(place: EventTarget = window, capture = true): KeyHost & { readonly stop: () => void } {
  const listen = (event: Event): void => {
    const { type, key } = event as KeyboardEvent;
    host.heard.push(`${type} ${key}`);
    if (!host.take?.keys.includes(key) || !host.take.types.includes(type)) return;
    if (host.take.how !== 'only stop') event.preventDefault();
    if (host.take.how !== 'prevent') event.stopImmediatePropagation();
  };
  const host: KeyHost & { readonly stop: () => void } = {
    take: undefined,
    heard: [],
    stop: () => {
      for (const type of TYPES) place.removeEventListener(type, listen, capture);
    },
  };
  for (const type of TYPES) place.addEventListener(type, listen, capture);
  return host;
}

/** The host that was there first. */
export const earlyHost = listenToKeys();
