import { label } from '@sidecard/core/card';
import { html, nothing, type TemplateResult } from 'lit';
import type { ArchiveWords } from '../locales/archive-catalogue.js';
import { chipSelect } from '../theme/chip-select.js';
import { icon } from '../theme/icons.js';
import { type ArchiveData, type Span, SPANS } from './archive-data.js';

/** Renders the filters. */
export function filters(data: ArchiveData, { archive, locale }: ArchiveWords): TemplateResult {
  const { choice, products, defects } = data;
  const titles = [...products].sort(([, a], [, b]) => a.localeCompare(b, locale));
  return html`<div class="filters">
    ${chipSelect(archive.product, choice.product, [['', archive.anyProduct], ...titles], (product) =>
      data.choose({ product: product || undefined }),
    )}
    ${chipSelect(
      archive.defect,
      choice.defect,
      [['', archive.anyDefect], ...defects.map(({ key, labels }) => [key, label(labels, locale)] as const)],
      (defect) => data.choose({ defect: defect || undefined }),
    )}
    ${chipSelect(
      archive.time,
      choice.days,
      [['', archive.spans.any], ...SPANS.map((days) => [days, archive.spans[days]] as const)],
      (days) => data.choose({ days: (days || undefined) as Span | undefined }),
    )}
    ${chipSelect(
      archive.state,
      choice.removed && 'removed',
      [
        ['', archive.states.filed],
        ['removed', archive.states.removed],
      ],
      (state) => data.choose({ removed: state === 'removed' ? true : undefined }),
    )}
  </div>`;
}

/** Renders the search. It starts with Enter, or when the field is left. */
export function search(data: ArchiveData, { archive }: ArchiveWords): TemplateResult {
  const find = (text: string): void => {
    const wanted = text.trim() || undefined;
    if (wanted !== data.choice.search) data.choose({ search: wanted });
  };
  return html`<form
    class="search"
    role="search"
    @submit=${(event: SubmitEvent) => {
      event.preventDefault();
      find((event.currentTarget as HTMLFormElement).querySelector('input')?.value ?? '');
    }}
  >
    ${icon('search')}
    <input
      type="search"
      enterkeyhint="search"
      autocomplete="off"
      maxlength="200"
      aria-label=${archive.search}
      placeholder=${archive.searchHint}
      .value=${data.choice.search ?? ''}
      @change=${({ target }: Event) => find((target as HTMLInputElement).value)}
    />
    ${
      data.choice.search === undefined
        ? nothing
        : html`<button
            class="btn ico small"
            type="button"
            aria-label=${archive.clearSearch}
            @click=${(event: Event) => {
              (event.currentTarget as HTMLElement).closest('form')?.querySelector('input')?.focus();
              find('');
            }}
          >
            ${icon('close')}
          </button>`
    }
  </form>`;
}
