import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineBrowserCommand } from '@vitest/browser-playwright';
import type { CDPSession, Frame, Page, Request } from 'playwright';
import { root } from '../../../scripts/run.mjs';
import { comparePicture } from './picture.ts';
import type { Box, ForcedState } from './story-commands.ts';

/** `SIDECARD_UPDATE_PICTURES=1` writes baselines instead of comparing with them. */
const update = process.env['SIDECARD_UPDATE_PICTURES'] === '1';
/** With `SIDECARD_PICTURES=1`, pictures are compared; letters and places to which a page scrolls may differ between machines. */
const compares = update || process.env['SIDECARD_PICTURES'] === '1';
const folder = join(root, 'test/stories');

/** Compares part of the page with its baseline; returns what is wrong. */
const comparePictureOf = defineBrowserCommand<[name: string, variant: string, box: Box]>(
  async (context, name, variant, box) => {
    if (!compares) return undefined;
    const element = await (await context.frame()).frameElement();
    const { x, y } = (await element.boundingBox()) ?? { x: 0, y: 0 };
    const screenshot = await context.page.screenshot({
      clip: { ...box, x: box.x + x, y: box.y + y },
      animations: 'disabled',
      caret: 'hide',
    });
    return comparePicture(screenshot, join(folder, 'pictures', variant, `${name}.png`), {
      update,
      failedFolder: join(root, 'node_modules/.cache/sidecard/pictures', variant),
    });
  },
);

/** Compares what a screen reader is told with what is stored; returns what is wrong. */
const compareTree = defineBrowserCommand<[name: string, locale: string]>(async (context, name, locale) => {
  const text = `${await (await context.frame()).locator('body').ariaSnapshot()}\n`;
  return compareText(text, join(folder, 'trees', locale, `${name}.yaml`));
});

/** Compares a text with the stored one; returns what is wrong. */
const compareStored = defineBrowserCommand<[text: string, file: string]>((_, text, file) =>
  compareText(text, join(folder, file)),
);

function compareText(text: string, file: string): string | undefined {
  const known = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  if (known === text) return undefined;
  if (update) {
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, text);
    return undefined;
  }
  if (known === undefined) return `${file} is not there`;
  const [before, now] = [known.split('\n'), text.split('\n')];
  const at = now.findIndex((line, index) => line !== before[index]);
  return `${file}:${at + 1} was "${before[at]?.trim()}", is now "${now[at]?.trim()}"`;
}

/** What a page has asked for and not got yet. */
const loading = new WeakMap<Page, Set<Request>>();

const watchLoading = defineBrowserCommand(({ page }) => {
  if (loading.has(page)) return;
  const asked = new Set<Request>();
  loading.set(page, asked);
  page.on('request', (request) => asked.add(request));
  page.on('requestfinished', (request) => asked.delete(request));
  page.on('requestfailed', (request) => asked.delete(request));
});

const filesLoading = defineBrowserCommand(({ page }) => loading.get(page)?.size ?? 0);

const sessions = new WeakMap<Frame, CDPSession>();

/** Makes every control of the page look as if it were in a state: hovered, pressed, focused. */
const forceStates = defineBrowserCommand<[selector: string, states: readonly ForcedState[]]>(
  async (context, selector, states) => {
    const place = await context.frame();
    let session = sessions.get(place);
    if (!session) {
      session = await place.page().context().newCDPSession(place.page());
      await session.send('DOM.enable');
      await session.send('CSS.enable');
      sessions.set(place, session);
    }
    const { nodes } = await session.send('DOM.getFlattenedDocument', { depth: -1, pierce: true });
    const names = new Set(selector.split(','));
    for (const { nodeId, localName, attributes = [] } of nodes) {
      const role = attributes[attributes.indexOf('role') + 1];
      if (!names.has(localName) && !(attributes.includes('role') && names.has(`[role=${role}]`))) continue;
      // one that has gone meanwhile has no state
      await session.send('CSS.forcePseudoState', { nodeId, forcedPseudoClasses: [...states] }).catch(() => undefined);
    }
  },
);

export const storyCommands = { comparePictureOf, compareTree, compareStored, watchLoading, filesLoading, forceStates };
