import type { StageInfo } from '../../shared/world.js';
import { h } from '../shared/dom.js';
import { icon } from '../shared/icon.js';
import { part } from '../shared/page.js';

/** One of the three pages on the stage. */
export interface Figure {
  readonly key: keyof Omit<StageInfo['ports'], 'stage'>;
  readonly name: string;
  readonly place: string;
  readonly openAlone: string;
  /** URL of the page. */
  readonly url: string;
}

/** The three frames: side by side in a wide window, else behind tabs. */
export interface Frames {
  /** Sets the frames' pages. A frame whose URL does not change is not reloaded. */
  show(figures: readonly Figure[]): void;
  /** Sends a message to a page by its URL fragment, which does not reload it, and brings it to the front. */
  tell(key: Figure['key'], hash: string): void;
}

/** Creates the frames. */
export function createFrames(label: string): Frames {
  const tabs = part('tabs');
  const set = part('set');
  tabs.setAttribute('aria-label', label);
  const made = new Map<Figure['key'], ReturnType<typeof make>>();
  let chosen: Figure['key'] = 'agent';

  function make(key: Figure['key']) {
    const title = h('span');
    const place = h('small', { class: 'muted' });
    const alone = h('a', { class: 'alone', target: '_blank', rel: 'noopener' }, icon('open'));
    const address = h('code', { 'aria-hidden': 'true' }, `/${key}`);
    const frame = h('iframe', { class: `window ${key}`, 'data-testid': `frame-${key}` });
    const panel = h(
      'section',
      { class: 'who', id: `who-${key}`, 'aria-labelledby': `tab-${key}` },
      h('h2', {}, title, place, address, alone),
      frame,
    );
    const tab = h('button', {
      id: `tab-${key}`,
      class: 'tab',
      type: 'button',
      role: 'tab',
      'aria-controls': panel.id,
      onclick: () => choose(key),
    });
    tabs.append(tab);
    set.append(panel);
    return { title, place, alone, frame, panel, tab };
  }

  function choose(key: Figure['key']): void {
    chosen = key;
    for (const [other, { panel, tab }] of made) {
      const open = other === key;
      panel.toggleAttribute('data-chosen', open);
      tab.setAttribute('aria-selected', String(open));
      tab.tabIndex = open ? 0 : -1;
    }
  }

  // Side by side there are no tabs, so the panels are not tab panels.
  const narrow = matchMedia('(max-width: 1179px)');
  const setRoles = (): void => {
    for (const { panel } of made.values()) panel.setAttribute('role', narrow.matches ? 'tabpanel' : 'region');
  };
  narrow.addEventListener('change', setRoles);

  tabs.addEventListener('keydown', (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    const keys = [...made.keys()];
    const next = keys[(keys.indexOf(chosen) + step + keys.length) % keys.length];
    if (next === undefined) return;
    choose(next);
    made.get(next)?.tab.focus();
  });

  return {
    show(figures) {
      for (const { key, name, place, openAlone, url } of figures) {
        const parts = made.get(key) ?? make(key);
        made.set(key, parts);
        parts.title.textContent = name;
        parts.place.textContent = place;
        parts.tab.textContent = name;
        parts.alone.href = url;
        parts.alone.setAttribute('aria-label', openAlone);
        parts.frame.title = name;
        if (parts.frame.src !== url) parts.frame.src = url;
      }
      setRoles();
      choose(chosen);
    },
    tell(key, hash) {
      const frame = made.get(key)?.frame;
      if (!frame) return;
      const url = new URL(frame.src);
      url.hash = hash;
      frame.src = url.href;
      choose(key);
    },
  };
}
