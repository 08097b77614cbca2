import fc from 'fast-check';
import type { CDPSession, Locator, Page } from 'playwright';
import { expect } from 'vitest';

/** What happens while somebody types. */
export type Happening =
  | 'close'
  | 'destroy'
  | 'reload'
  | 'offline'
  | 'forbid'
  | 'other conversation'
  | 'other page'
  | 'language'
  | 'somebody acts';

/** What takes a form away for good. */
export type Ending = 'staff rule' | 'withdraw' | 'lock';

/** One page on which somebody types: what can be typed into, what can happen, and how to get to a field. */
export interface Scene {
  readonly page: Page;
  /** Names of the fields. */
  readonly places: readonly string[];
  /** Fields into which a template can be inserted. */
  readonly templates?: readonly string[];
  readonly happenings: readonly Happening[];
  /** What does not close a field: an input method goes on, which any blur ends. @default going offline and another language */
  readonly during?: readonly Happening[];
  readonly endings: readonly Ending[];
  /** Begins a history. */
  start(): Promise<Typing>;
}

/** A history under way. */
export interface Typing {
  /** Opens what holds a field, as a reader does, and returns the field. */
  reach(place: string): Promise<Locator>;
  happen(happening: Happening | Ending): Promise<void>;
  /** Puts a template at the caret of a field. @returns its text */
  insert?(place: string): Promise<string>;
  /** Opens what hides a text that has no field any more. */
  unfold?(): Promise<void>;
  /** Puts back what others need. */
  end(): Promise<void>;
}

/** A step of a history. Places are counted, so that a history fits every scene. */
export type Step =
  | { readonly type: string; readonly place: number }
  | { readonly compose: string; readonly place: number; readonly during?: Happening }
  | { readonly template: number }
  | { readonly happen: Happening };

/** What somebody types, and what happens meanwhile. */
export interface History {
  readonly steps: readonly Step[];
  readonly ending?: Ending;
}

/** Words that no page says by itself: a text that is found is one that was typed. */
const WORDS = [
  'Quinces ripen late. ',
  '榅桲晚熟尚青',
  '👩‍👩‍👧 ✅',
  'مرحبا بك ',
  'שלום ',
  'e\u0301 ',
  '“quoted quinces” ',
  '37.41',
];
const COMPOSED = ['榅桲', '枇杷熟', '杨梅', 'にほんご'];

/** Histories of a scene. */
export function histories(scene: Omit<Scene, 'start'>): fc.Arbitrary<History> {
  const { places, templates = [], happenings, during = ['offline', 'language'], endings } = scene;
  const place = fc.nat(places.length - 1);
  const type = fc.record({ type: fc.constantFrom(...WORDS), place });
  const compose = fc.record(
    { compose: fc.constantFrom(...COMPOSED), place, during: fc.constantFrom(...during) },
    { requiredKeys: ['compose', 'place'], noNullPrototype: true },
  );
  const happen = fc.record({ happen: fc.constantFrom(...happenings) });
  const template = fc.record({ template: fc.nat(Math.max(0, templates.length - 1)) });
  const step = fc.oneof(
    { weight: 4, arbitrary: type },
    { weight: 2, arbitrary: compose },
    { weight: templates.length > 0 ? 2 : 0, arbitrary: template },
    { weight: 6, arbitrary: happen },
  );
  return fc.record(
    {
      // a field that is typed into, before anything happens
      steps: fc.tuple(type, fc.array(step, { minLength: 4, maxLength: 8 })).map(([first, more]) => [first, ...more]),
      ...(endings.length > 0 && { ending: fc.constantFrom(...endings) }),
    },
    { requiredKeys: ['steps'], noNullPrototype: true },
  );
}

/** A text that somebody typed is not there any more. */
export class LostTyping extends Error {}

/**
 * Runs a history. After every step the field holds what was typed into it, and at the end all of them do. A text whose form is gone for
 * good is somewhere in the page.
 *
 * @throws LostTyping
 */
export async function typeThrough(scene: Scene, { steps, ending }: History, input: CDPSession): Promise<void> {
  const { page, places, templates = [] } = scene;
  const typing = await scene.start();
  const typed = new Map<string, string>();

  async function holds(place: string, field: Locator): Promise<void> {
    const expected = typed.get(place) ?? '';
    if (await comesTrue(async () => (await field.inputValue()) === expected)) return;
    throw new LostTyping(`“${place}” holds “${await field.inputValue()}”, not “${expected}”.`);
  }

  async function type(place: string, write: (field: Locator) => Promise<string>): Promise<void> {
    const field = await typing.reach(place);
    // what the form proposes
    if (!typed.has(place)) typed.set(place, await field.inputValue());
    await field.click();
    await page.keyboard.press('Control+End');
    const before = typed.get(place) ?? '';
    typed.set(place, cut(before + (await write(field)), before, await field.getAttribute('maxlength')));
    await holds(place, field);
  }

  try {
    for (const step of steps) {
      if ('happen' in step) await typing.happen(step.happen);
      else if ('template' in step) {
        const place = templates[step.template] ?? '';
        await type(place, () => typing.insert?.(place) ?? Promise.resolve(''));
      } else if ('type' in step)
        await type(places[step.place] ?? '', async () => {
          await page.keyboard.type(step.type);
          return step.type;
        });
      else
        await type(places[step.place] ?? '', async () => {
          await compose(step.compose, input, step.during && (() => typing.happen(step.during as Happening)));
          return step.compose;
        });
    }
    if (ending) await typing.happen(ending);
    if (ending) await typing.unfold?.();
    for (const [place, text] of typed) {
      if (ending) await isSomewhere(page, text);
      else await holds(place, await typing.reach(place));
    }
  } catch (error) {
    const shown = await page.evaluate(everyWord);
    throw Object.assign(error as Error, { message: `${String(error)}\nThe page says: ${shown}` });
  } finally {
    await typing.end();
  }
}

/** Types with an input method, in the middle of which something happens. */
async function compose(text: string, input: CDPSession, during: (() => Promise<void>) | undefined): Promise<void> {
  for (let end = 1; end <= text.length; end++) {
    const part = text.slice(0, end);
    await input.send('Input.imeSetComposition', { text: part, selectionStart: end, selectionEnd: end });
    if (end === 1) await during?.();
  }
  await input.send('Input.insertText', { text });
}

/** A field with a length takes no more; the browser does not cut a character in two. */
function cut(text: string, before: string, length: string | null): string {
  let fitting = before;
  for (const { segment } of new Intl.Segmenter().segment(text.slice(before.length))) {
    if (fitting.length + segment.length > Number(length ?? Infinity)) break;
    fitting += segment;
  }
  return fitting;
}

async function isSomewhere(page: Page, text: string): Promise<void> {
  const words = () => page.evaluate(everyWord);
  const wanted = text.trim().replace(/\s+/g, ' ');
  if (await comesTrue(async () => (await words()).includes(wanted))) return;
  throw new LostTyping(`“${wanted}” is nowhere in the page.`);
}

/** Whether something is so within ten seconds. */
function comesTrue(check: () => Promise<boolean>): Promise<boolean> {
  return expect
    .poll(check, { timeout: 10_000 })
    .toBe(true)
    .then(
      () => true,
      () => false,
    );
}

/** Every word in a page: in texts and in fields, through shadow roots, with single spaces. Runs in the browser. */
export function everyWord(): string {
  const words = (node: Node): string => {
    if (node instanceof Text) return node.data;
    if (!(node instanceof Element) || node.matches('style, script')) return '';
    const own = node instanceof HTMLTextAreaElement || node instanceof HTMLInputElement ? node.value : '';
    return own + [...(node.shadowRoot?.childNodes ?? []), ...node.childNodes].map(words).join('');
  };
  return words(document.body).replace(/\s+/g, ' ');
}
