import type { StoryObj } from '@storybook/web-components-vite';
import type * as Axe from 'axe-core';
import 'axe-core';
import { AXE_RULES } from './axe-rules.js';

const { axe } = globalThis as unknown as { axe: typeof Axe };
/** The other language than Chromium's stories have in this scheme. */
const LOCALE = 'en';
/** As `.storybook/preview.ts` has them. */
const SHEETS = ['light', 'dark', 'density', 'green', 'orange'].map((name) => `/packages/elements/themes/${name}.css`);

type Part = (context: object) => unknown;

/** Makes a test of each story of a file: axe finds nothing. For engines in which Storybook's own runner does not run. */
export function axeStories(file: string, { default: meta, ...stories }: Readonly<Record<string, unknown>>): void {
  describe(`axe, ${String((meta as { readonly title: string }).title)}`, () => {
    let canvasElement: HTMLElement;
    const after: Part[] = [];
    before(() => Promise.all(SHEETS.map(loadSheet)));
    beforeEach(() => {
      document.documentElement.lang = LOCALE;
      document.body.style.cssText = 'margin: 0; font-family: sans-serif; background: Canvas';
      canvasElement = document.body.appendChild(document.createElement('div'));
    });
    afterEach(async () => {
      for (const undo of after.splice(0)) await undo({});
      canvasElement.remove();
    });

    for (const [name, story] of Object.entries(stories)) {
      it(`finds nothing: ${file} ${name}`, async () => {
        const { args = {}, loaders, beforeEach: prepare, render, play } = story as StoryObj;
        const context = { canvasElement, globals: { locale: LOCALE, network: 'there' }, args };
        for (const hook of [prepare].flat()) {
          const undo = await (hook as Part | undefined)?.(context);
          if (undo) after.push(undo as Part);
        }
        const loaded = {};
        for (const loader of [loaders].flat()) Object.assign(loaded, await (loader as Part | undefined)?.(context));
        canvasElement.append((render as (args: object, context: object) => Node)(args, { ...context, loaded }));
        await (play as Part | undefined)?.({ ...context, loaded });
        const { violations } = await axe.run(document.body, {
          rules: Object.fromEntries(AXE_RULES.map(({ id, enabled }) => [id, { enabled }])),
        });
        expectNone(
          violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' ')}`),
        );
      });
    }
  });
}

function loadSheet(href: string): Promise<void> {
  const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href });
  return new Promise((resolve, reject) => {
    link.onload = () => resolve();
    link.onerror = () => reject(new Error(`There is no ${href}.`));
    document.head.append(link);
  });
}

function expectNone(problems: readonly string[]): void {
  if (problems.length > 0) throw new Error(problems.join('\n'));
}
