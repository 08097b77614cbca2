import { label } from '@sidecard/core/card';
import type { ArchiveCounts, ArchivePeriod } from '@sidecard/core/wire';
import { html, nothing, svg, type TemplateResult } from 'lit';
import type { ArchiveWords } from '../locales/archive-catalogue.js';
import { formatDay } from '../locales/format.js';
import { format } from '../locales/message.js';

/** Height of the tallest bar, in the chart's units. */
const HEIGHT = 100;
/** Width of a bar with its gap. */
const WIDTH = 10;
const GAP = 2;

/** Renders the cases by week or month as bars, with their table behind it. */
export function chart(counts: ArchiveCounts, texts: ArchiveWords, nowMs: number): TemplateResult {
  const { archive } = texts;
  const { by, periods } = counts;
  const bars = periods.map(({ day }) => ({ day, ...sumOf(counts, day) }));
  const most = Math.max(1, ...bars.map(({ cases }) => cases));
  const total = sumOf(counts);
  const sums = total.cases === 0 ? archive.noCases : format(archive.chartSums, total);
  const dayText = (day: string) => textOf(day, by, texts, nowMs);
  const [first, last] = [bars[0], bars.at(-1)];
  return html`<section class="chart" aria-label=${archive.chart[by]}>
    <div class="chart-head">
      <h3>${archive.chart[by]}</h3>
      <p class="s muted">${sums}</p>
    </div>
    <p class="values s muted" aria-hidden="true">
      ${bars.map(({ cases }) => html`<span>${cases > 0 ? cases : nothing}</span>`)}
    </p>
    <svg
      class="bars"
      role="img"
      aria-label="${archive.chart[by]}: ${sums}"
      viewBox="0 0 ${bars.length * WIDTH} ${HEIGHT}"
      preserveAspectRatio="none"
    >
      ${bars.map(({ day, cases }, index) => {
        const height = cases === 0 ? 1 : Math.max(3, (cases / most) * HEIGHT);
        return svg`<rect
          class=${cases === 0 ? 'none' : ''}
          x=${index * WIDTH + GAP / 2} y=${HEIGHT - height} width=${WIDTH - GAP} height=${height}
        ><title>${dayText(day)}: ${cases}</title></rect>`;
      })}
    </svg>
    <p class="axis s muted" aria-hidden="true">
      <span>${first ? dayText(first.day) : nothing}</span><span>${last ? dayText(last.day) : nothing}</span>
    </p>
    ${total.cases === 0 ? nothing : countTable(counts, texts, dayText)}
  </section>`;
}

function countTable(
  { by, counts, titles, defects }: ArchiveCounts,
  { archive, locale }: ArchiveWords,
  dayText: (day: string) => string,
): TemplateResult {
  const { columns } = archive;
  const defectText = (key: string) =>
    label(defects.find((defect) => defect.key === key)?.labels ?? { en: key }, locale);
  return html`<details class="counts">
    <summary class="s">${archive.table}</summary>
    <div class="scrolling" tabindex="0" role="region" aria-label=${archive.chart[by]}>
      <table>
        <thead>
          <tr>
            ${[columns[by], columns.product, columns.defect, columns.cases, columns.pieces].map(
              (name) => html`<th scope="col">${name}</th>`,
            )}
          </tr>
        </thead>
        <tbody>
          ${counts.map(
            ({ day, product, defect, cases, pieces }) =>
              html`<tr>
                <th scope="row">${dayText(day)}</th>
                <td><bdi>${titles[product] ?? product}</bdi></td>
                <td>${defectText(defect)}</td>
                <td class="num">${cases}</td>
                <td class="num">${pieces}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </details>`;
}

/** Sums the counts of a period, or of all. */
function sumOf({ counts }: ArchiveCounts, day?: string): { readonly cases: number; readonly pieces: number } {
  const own = counts.filter((count) => day === undefined || count.day === day);
  return {
    cases: own.reduce((sum, { cases }) => sum + cases, 0),
    pieces: own.reduce((sum, { pieces }) => sum + pieces, 0),
  };
}

function textOf(day: string, by: ArchivePeriod, texts: ArchiveWords, nowMs: number): string {
  if (by === 'week') return formatDay(day, { texts, nowMs });
  return new Intl.DateTimeFormat(texts.locale, { year: 'numeric', month: 'short', timeZone: 'UTC' }).format(
    Date.parse(day),
  );
}
