import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { builtInTypes } from '@sidecard/core';
import { type AdaptiveCard, exportTicket } from '@sidecard/exporters';
import type * as Library from 'adaptivecards';
import { type Browser, chromium, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchOptions } from '../../scripts/browser.mjs';
import { OPTIONS, TASK_URL, viewOf, withTexts } from '../support/exports.ts';
import { orderFor, requestsFor } from '../support/requests.ts';
import { created } from '../support/tickets.ts';

/** The published script, which brings its own carousel. */
const LIBRARY = fileURLToPath(new URL('../../node_modules/adaptivecards/dist/adaptivecards.min.js', import.meta.url));

let browser: Browser;
let page: Page;
beforeAll(async () => {
  browser = await chromium.launch(launchOptions());
  page = await browser.newPage();
  await page.route('**/*', (route) => route.fulfill({ body: '', contentType: 'image/gif' }));
  await page.addScriptTag({ content: await readFile(LIBRARY, 'utf8') });
});
afterAll(() => browser.close());

function cardOf(view = viewOf(), locale = 'en'): AdaptiveCard {
  const result = exportTicket('adaptive-card', view, { ...OPTIONS, locale });
  if (!result.ok) throw new Error(result.error.code);
  return result.value.payload;
}

/** Draws cards with the library of Microsoft's: what it complains about, what is read, and what there is. */
function drawn(cards: readonly AdaptiveCard[]) {
  return page.evaluate((payloads) => {
    const library = (globalThis as unknown as { AdaptiveCards: typeof Library }).AdaptiveCards;
    // Markdown is read as a client would: whatever is given to it becomes a link.
    library.AdaptiveCard.onProcessMarkdown = (text, result) => {
      result.outputHtml = `<a class="markdown">${text}</a>`;
      result.didProcess = true;
    };
    return payloads.map((payload) => {
      const card = new library.AdaptiveCard();
      const opened: string[] = [];
      card.onExecuteAction = (action) => opened.push((action as Library.OpenUrlAction).url ?? '');
      // its pattern remembers where it stopped, and refuses every second language
      const { regEx } = library.CardElement.langProperty;
      if (regEx) regEx.lastIndex = 0;
      const context = new library.SerializationContext(library.Versions.v1_5);
      card.parse(payload, context);
      const complaints = Array.from({ length: context.eventCount }, (_, i) => context.getEventAt(i).message);
      complaints.push(...card.validateProperties().validationEvents.map(({ message }) => message));
      const root = card.render();
      if (!root) throw new Error('nothing was drawn');
      document.body.replaceChildren(root);
      const buttons = [...root.querySelectorAll('button')];
      buttons.at(0)?.click();
      return {
        complaints,
        text: root.innerText,
        buttons: buttons.map(({ innerText }) => innerText),
        opened,
        markdown: root.querySelectorAll('.markdown').length,
        links: root.querySelectorAll('a').length,
        pictures: [...root.querySelectorAll('img')].map(({ src, alt }) => [src, alt]),
      };
    });
  }, cards);
}

describe('an Adaptive Card, drawn by the library of the format', () => {
  it('says what the ticket’s card says, and its button opens the task', async () => {
    const [first, ...others] = viewOf().order.items;
    const pictureUrl = 'https://img.example/mug.png';
    const view = { ...viewOf(), order: { ...viewOf().order, items: [{ ...first, pictureUrl }, ...others] as const } };
    const [card] = await drawn([cardOf(view)]);
    expect(card).toMatchObject({ complaints: [], buttons: ['View task'], opened: [TASK_URL], markdown: 0, links: 0 });
    expect(card?.pictures).toEqual([[pictureUrl, 'Fog-blue handmade mug']]);
    expect(card?.text.split('\n').filter((line) => line.trim())).toEqual([
      'Return & refund · Needs answer',
      'He Yiqing · Order …8817',
      'Fog-blue handmade mug · Fog blue · 350 ml · ×2',
      '¥258.00',
      'Buyer: The box was crushed; one rim is chipped.',
      'By 3 Jul, 08:00 · Unclaimed',
      'View task',
    ]);
  });

  it('is valid for every type of ticket in both languages', async () => {
    const cards = builtInTypes.flatMap((type) => {
      const order = orderFor(type);
      const [request = {}] = requestsFor(type, order);
      const view = viewOf(created({ type: type.key, order, request }).ticket);
      return ['en', 'zh-CN'].map((locale) => cardOf(view, locale));
    });
    const all = await drawn(cards);
    expect(all).toHaveLength(builtInTypes.length * 2);
    for (const { complaints, opened, text } of all) {
      expect(complaints).toEqual([]);
      expect(opened).toEqual([TASK_URL]);
      expect(text).toMatch(/8817/);
    }
  });

  it('draws what people wrote as it is', async () => {
    const words = '[click](https://evil.example) <img src=x> **bold** {{DATE(2020-01-01T00:00:00Z, SHORT)}}';
    const [card] = await drawn([cardOf(withTexts(viewOf(), words))]);
    expect(card).toMatchObject({ complaints: [], markdown: 0, links: 0, pictures: [] });
    expect(card?.text.replaceAll('\u2060', '')).toContain(`Buyer: ${words}`);
  });
});
