/** A body on its way. */
export interface Arrival {
  /**
   * Waits until more of it may be in memory.
   *
   * @param signal - ends the waiting
   */
  room(bytes: number, signal: AbortSignal): Promise<void>;
  /** It is not in memory any more. */
  end(): void;
}

/** Bodies on their way. */
export interface Arrivals {
  /** Begins one. @returns `undefined` if there are too many, of all or of the owner */
  begin(owner: string): Arrival | undefined;
}

/** Limits of {@link createArrivals}. */
export interface ArrivalLimits {
  readonly bodies: number;
  readonly perOwner: number;
  /** In memory, of all together. The oldest body goes on beyond it, so that one always does. */
  readonly bytes: number;
}

/** Lets bodies arrive side by side. One that does not come takes no memory, and so keeps nobody waiting. */
export function createArrivals({ bodies, perOwner, bytes }: ArrivalLimits): Arrivals {
  /** How many each owner has. */
  const owners = new Map<string, number>();
  /** In the order in which they began. */
  const open = new Set<Arrival>();
  let held = 0;
  let waiting: (() => void)[] = [];
  const wake = (): void => {
    const all = waiting;
    waiting = [];
    for (const goOn of all) goOn();
  };
  return {
    begin(owner) {
      const owned = owners.get(owner) ?? 0;
      if (open.size >= bodies || owned >= perOwner) return undefined;
      owners.set(owner, owned + 1);
      let mine = 0;
      const arrival: Arrival = {
        async room(more, signal) {
          signal.addEventListener('abort', wake);
          try {
            while (held + more > bytes && open.values().next().value !== arrival) {
              await new Promise<void>((resolve) => waiting.push(resolve));
              signal.throwIfAborted();
            }
          } finally {
            signal.removeEventListener('abort', wake);
          }
          held += more;
          mine += more;
        },
        end() {
          open.delete(arrival);
          held -= mine;
          const left = (owners.get(owner) ?? 1) - 1;
          if (left > 0) owners.set(owner, left);
          else owners.delete(owner);
          wake();
        },
      };
      open.add(arrival);
      return arrival;
    },
  };
}
