import type { StoryObj } from '@storybook/web-components-vite';
import type { Locale } from '@sidecard/core';
import '@sidecard/elements';
import type { MemoryTransport } from '../test/support/browser/shop.js';
import { localeOf } from './world.js';

type Globals = Readonly<Record<string, unknown>>;

/** What a story has drawn. */
export interface Drawn {
  /** What goes on the page. */
  readonly box: HTMLElement;
  /** Gets what the controls say. */
  readonly element: HTMLElement;
  /** Everything that changes the language of what is drawn. */
  readonly providers: readonly { locale: string | undefined }[];
  /** Connections of the clients that are shown. */
  readonly lines: readonly Pick<MemoryTransport, 'goOffline' | 'goOnline'>[];
  readonly close?: () => void;
}

interface LiveStory {
  /** Opens the shop and draws its element, in the language that the toolbar shows. */
  readonly draw: (locale: Locale) => Drawn | Promise<Drawn>;
  /** What a reader does then. */
  readonly play?: (drawn: Drawn, globals: Globals) => Promise<void>;
}

/**
 * Makes a story that is drawn once. What toolbar and controls change later is set on what is there, as a host would do: what was typed, and
 * what is open, stays.
 */
export function liveStory({ draw, play }: LiveStory): StoryObj {
  // A page of the documentation shows the same story twice.
  const places = new Map<HTMLElement, Promise<Drawn>>();
  const away = new WeakSet<Drawn>();
  return {
    parameters: { layout: 'fullscreen' },
    loaders: [
      async ({ globals, canvasElement }) => {
        let drawing = places.get(canvasElement);
        if (!drawing) places.set(canvasElement, (drawing = Promise.resolve(draw(localeOf(globals)))));
        return { drawn: await drawing };
      },
    ],
    beforeEach:
      ({ canvasElement }) =>
      async () => {
        const drawing = places.get(canvasElement);
        places.delete(canvasElement);
        (await drawing)?.close?.();
      },
    render(args, { globals, loaded }) {
      const { drawn } = loaded as { readonly drawn: Drawn };
      for (const [name, value] of Object.entries(args)) {
        if (name.startsWith('--')) drawn.element.style.setProperty(name, String(value ?? ''));
        else if (value !== undefined) Object.assign(drawn.element, { [name]: value });
      }
      for (const provider of drawn.providers) provider.locale = localeOf(globals);
      const broken = globals['network'] === 'away';
      if (broken !== away.has(drawn)) {
        away[broken ? 'add' : 'delete'](drawn);
        for (const line of drawn.lines) line[broken ? 'goOffline' : 'goOnline']();
      }
      return drawn.box;
    },
    ...(play && {
      play: ({ globals, loaded }) => play((loaded as { readonly drawn: Drawn }).drawn, globals),
    }),
  };
}

/** How long a story waits for what it shows. */
const PATIENCE_MS = 20_000;

/** Waits for something to be drawn. */
export async function until<Found>(look: () => Found | null | undefined): Promise<Found> {
  const started = performance.now();
  for (;;) {
    const found = look();
    if (found) return found;
    if (performance.now() - started > PATIENCE_MS) throw new Error(`The story waits in vain: ${String(look)}`);
    await new Promise(requestAnimationFrame);
  }
}
