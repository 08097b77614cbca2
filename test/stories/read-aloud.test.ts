import { virtual } from '@guidepup/virtual-screen-reader';
import type { Locale } from '@sidecard/core';
import '@sidecard/elements';
import { afterEach, describe, expect, it } from 'vitest';
import { commands } from 'vitest/browser';
import { until } from '../../stories/live-story.ts';
import { me, shopIn } from '../../stories/world.ts';
import type { Shop } from '../support/browser/shop.ts';
import type { StoryCommands } from '../support/stories/story-commands.ts';

// The virtual reader does not know it, and reads the live region that is there without it.
delete (Element.prototype as { ariaNotify?: unknown }).ariaNotify;

const { compareStored } = commands as unknown as StoryCommands;

/** Longer than any part of the story. */
const MOST_PHRASES = 200;

describe('the main story, read aloud', () => {
  let shop: Shop;
  afterEach(async () => {
    await virtual.stop();
    document.body.replaceChildren();
    shop.close();
  });

  it.each(['zh-CN', 'en'] as const)('is what is stored (%s)', async (locale: Locale) => {
    shop = await shopIn(locale);
    document.documentElement.lang = locale;
    const provider = Object.assign(document.createElement('sidecard-provider'), { client: shop.client(me(locale)) });
    const card = Object.assign(document.createElement('sidecard-card'), { message: shop.message });
    provider.append(card);
    document.body.append(provider);
    const lines: string[] = [];

    const article = await until(() => card.shadowRoot?.querySelector<HTMLElement>('article.fill'));
    lines.push('## Card', ...(await readFrom(article)));
    article.querySelector('button')?.click();

    const panel = await until(() => provider.shadowRoot?.querySelector('sidecard-task'));
    await until(() => panel.shadowRoot?.querySelector('.action-bar .btn'));
    const root = await until(() => panel.shadowRoot?.querySelector<HTMLElement>('.root'));
    await until(() => panel.shadowRoot?.querySelector('[data-act=handover], .notes, #internal-note'));
    await until(() => panel.shadowRoot?.querySelector('[data-section=buyer]'));
    lines.push('', '## Task', ...(await readFrom(root)));

    panel.shadowRoot?.querySelector<HTMLElement>('[data-act=agree]')?.click();
    const form = await until(() => panel.shadowRoot?.querySelector<HTMLElement>('[part~=form]:has(.bubble)'));
    lines.push('', '## Agree', ...(await readFrom(form)));

    await virtual.start({ container: root });
    await virtual.clearSpokenPhraseLog();
    form.querySelector<HTMLElement>('[data-act=send]')?.click();
    await until(() => root.querySelector('.said')?.textContent);
    await until(() => panel.shadowRoot?.querySelector('.action-bar:not(.open)'));
    const announced = (await virtual.spokenPhraseLog()).filter((phrase) => /polite|assertive/.test(phrase));
    await virtual.stop();
    lines.push('', '## Sent', ...announced);
    lines.push('', '## Card', ...(await readFrom(article)));

    expect(await compareStored(`${lines.join('\n')}\n`, `read-aloud.${locale}.txt`)).toBeUndefined();
  });
});

/** Reads everything in an element, from its first word to its last. */
async function readFrom(container: HTMLElement): Promise<readonly string[]> {
  await virtual.start({ container });
  const first = await virtual.lastSpokenPhrase();
  for (let i = 0; i < MOST_PHRASES; i++) {
    await virtual.next();
    if ((await virtual.lastSpokenPhrase()) === first) break;
  }
  const phrases = await virtual.spokenPhraseLog();
  await virtual.stop();
  return phrases.slice(0, -1);
}
