/** A rectangle of the page, in pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A state that a control can be made to show. */
export type ForcedState = 'hover' | 'active' | 'focus' | 'focus-visible';

/** What a story can ask of Node and the browser. Comparisons return what is wrong. */
export interface StoryCommands {
  /** Compares part of the page with its baseline. */
  readonly comparePictureOf: (name: string, variant: string, box: Box) => Promise<string | undefined>;
  /** Compares the accessibility tree with the stored one. */
  readonly compareTree: (name: string, locale: string) => Promise<string | undefined>;
  /** Compares a text with a stored one, at a path in `test/stories`. */
  readonly compareStored: (text: string, path: string) => Promise<string | undefined>;
  /** Begins to count what the page loads. */
  readonly watchLoading: () => Promise<void>;
  /** How many files of the page are on their way. */
  readonly filesLoading: () => Promise<number>;
  /** Makes every control look as if it were in some states. `selector` lists names of elements, and `[role=…]`, with commas. */
  readonly forceStates: (selector: string, states: readonly ForcedState[]) => Promise<void>;
}
