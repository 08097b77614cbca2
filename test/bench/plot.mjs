// @ts-check
// Plots as SVG.

/** @typedef {{ name: string, value: number, low: number, high: number, isOurs: boolean }} Bar - `low` and `high` are NaN where too little was measured */

const ROW = 26;
const LEFT = 150;
const WIDTH = 720;
const TOP = 40;
const ROOM_FOR_NUMBERS = 70;

/**
 * Horizontal bars with their quartiles, in light and dark.
 *
 * @param {string} title
 * @param {readonly Bar[]} rows
 * @param {number} digits - of the numbers beside the bars
 * @returns {string} an SVG
 */
export function bars(title, rows, digits) {
  const most = Math.max(1e-9, ...rows.map(({ value, high }) => Math.max(value, high || 0)));
  const x = (/** @type {number} */ value) => (value / most) * (WIDTH - LEFT - ROOM_FOR_NUMBERS);
  const height = TOP + rows.length * ROW + 10;
  const drawn = rows.map(({ name, value, low, high, isOurs }, index) => {
    const y = TOP + index * ROW;
    const middle = y + ROW / 2;
    const whisker =
      high > low
        ? `<path class="spread" d="M${round(LEFT + x(low))} ${middle}H${round(LEFT + x(high))}M${round(LEFT + x(low))} ${middle - 4}v8M${round(LEFT + x(high))} ${middle - 4}v8"/>`
        : '';
    return (
      `<text class="name${isOurs ? ' ours' : ''}" x="${LEFT - 8}" y="${middle}">${escaped(name)}</text>` +
      `<rect class="${isOurs ? 'bar ours' : 'bar'}" x="${LEFT}" y="${y + 4}" width="${round(x(value))}" height="${ROW - 8}"/>` +
      whisker +
      `<text class="value" x="${round(LEFT + x(Math.max(value, high || 0)) + 8)}" y="${middle}">${value.toFixed(digits)}</text>`
    );
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escaped(title)}">
<style>
text { font: 13px system-ui, sans-serif; fill: #24292f; dominant-baseline: middle }
.title { font-weight: 600 } .name { text-anchor: end } .ours { font-weight: 600 }
.bar { fill: #8c959f } .bar.ours { fill: #0969da } .spread { stroke: #24292f; fill: none }
@media (prefers-color-scheme: dark) { text { fill: #e6edf3 } .bar { fill: #6e7681 } .bar.ours { fill: #4493f8 } .spread { stroke: #e6edf3 } }
</style>
<text class="title" x="8" y="18">${escaped(title)}</text>
${drawn.join('\n')}
</svg>
`;
}

/** @param {number} value */
const round = (value) => Math.round(value * 10) / 10;

/** @param {string} text */
function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
