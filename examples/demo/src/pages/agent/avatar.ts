import type { RelaySide } from '../../shared/relay.js';

const COLOURS: Readonly<Record<RelaySide, readonly [string, string]>> = {
  buyer: ['#d9e3dc', '#191c22'],
  shop: ['#cfdcfb', '#191c22'],
  platform: ['#6a3db5', '#ffffff'],
};

/** Returns an avatar as a data URL: the first letter of the name, or the platform's shield. */
export function avatarOf(name: string, side: RelaySide): string {
  const [ground, ink] = COLOURS[side];
  const mark =
    side === 'platform'
      ? `<path d="M16 7l7.5 2.800v5.500c0 4.600-3 7.800-7.500 9.400-4.500-1.600-7.500-4.800-7.500-9.400V9.800z" fill="none" stroke="${ink}" stroke-width="2" stroke-linejoin="round"/>`
      : `<text x="16" y="21" font-family="sans-serif" font-size="14" font-weight="600" text-anchor="middle" fill="${ink}">${escaped([...name][0] ?? '')}</text>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" fill="${ground}"/>${mark}</svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

function escaped(letter: string): string {
  return letter.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
