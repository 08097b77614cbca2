import type { Client } from '@sidecard/client';
import type { Locale } from '@sidecard/core';
import { PICTURE_TYPES } from '@sidecard/core/wire';
import { h } from '../dom.js';
import type { FieldControl } from './field-input.js';

const WORDS = {
  'zh-CN': { add: '添加图片', remove: '移除', sending: '上传中…', failed: '上传失败，请移除后重试' },
  en: {
    add: 'Add pictures',
    remove: 'Remove',
    sending: 'Uploading…',
    failed: 'The upload failed. Remove it and try again',
  },
} as const;

/** Pictures that are uploaded as soon as they are chosen. Until all are there, the value has an entry that core refuses. */
export function picturesControl(id: string, max: number, client: Client, locale: Locale): FieldControl {
  const words = WORDS[locale];
  /** Ids of uploaded pictures; empty while they are on their way. */
  const entries = new Map<HTMLElement, string>();
  const list = h('div', { class: 'pictures' });
  const input = h('input', {
    id,
    type: 'file',
    accept: PICTURE_TYPES.join(','),
    multiple: true,
    'aria-label': words.add,
    onchange: () => {
      for (const file of [...(input.files ?? [])].slice(0, max - entries.size)) void add(file);
      input.value = '';
    },
  });

  async function add(file: File): Promise<void> {
    const state = h('span', { class: 'muted', role: 'status' }, words.sending);
    const abort = new AbortController();
    const source = URL.createObjectURL(file);
    const remove = h('button', {
      class: 'button small',
      type: 'button',
      onclick: () => {
        abort.abort();
        entries.delete(entry);
        entry.remove();
        URL.revokeObjectURL(source);
      },
    });
    remove.textContent = words.remove;
    const entry = h('div', { class: 'picture' }, h('img', { src: source, alt: file.name }), state, remove);
    entries.set(entry, '');
    list.append(entry);
    const answer = await client.pictures.upload(file, { signal: abort.signal });
    if (!entries.has(entry)) return;
    state.textContent = answer.ok ? '' : words.failed;
    if (answer.ok) entries.set(entry, answer.picture.id);
  }

  return {
    shape: 'group',
    root: h('div', {}, list, input),
    focusable: input,
    read: () => (entries.size > 0 ? [...entries.values()] : undefined),
  };
}
