/** The demo's icons: line drawings on a 16-unit grid. */
const PATHS = {
  'return-refund': ['M2.5 6.5h7.2a3.6 3.6 0 1 1 0 7.2H6', 'M5.5 3.5l-3 3 3 3'],
  ticket: [
    'M2 5.5A1.5 1.5 0 0 1 3.5 4h9A1.5 1.5 0 0 1 14 5.5v1.2a1.4 1.4 0 0 0 0 2.7v1.1a1.5 1.5 0 0 1-1.5 1.5h-9A1.5 1.5 0 0 1 2 10.5V9.4a1.4 1.4 0 0 0 0-2.7z',
  ],
  move: ['M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2z', 'M5.5 8h4.8M8.3 5.8L10.5 8l-2.2 2.2'],
  waiting: ['M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2z', 'M5.5 8h.01M8 8h.01M10.5 8h.01'],
  platform: ['M8 1.9l5.2 1.9v3.8c0 3.2-2.1 5.4-5.2 6.5-3.1-1.1-5.2-3.3-5.2-6.5V3.8z', 'M5.9 7.9l1.5 1.5 2.8-2.9'],
  resolved: ['M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2z', 'M5.3 8.2l1.9 1.9 3.5-3.8'],
  closed: ['M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2z', 'M5.5 8h5'],
  declined: ['M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2z', 'M6 6l4 4M10 6l-4 4'],
  clock: ['M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2z', 'M8 4.7V8l2.3 1.5'],
  warning: ['M8 2.3l6.2 11H1.8z', 'M8 6.5v3M8 11.5h.01'],
  back: ['M9.8 4l-4 4 4 4'],
  close: ['M3.7 3.7l8.6 8.6M12.3 3.7l-8.6 8.6'],
  send: ['M14 2.2L7.3 8.9M14 2.2L9.7 13.8 7.3 8.9 2.2 6.4z'],
  ruling: ['M8 2.5v11M4.5 13.5h7M3 4.5h10M3 4.5L1.3 9h3.4zM13 4.5L11.3 9h3.4z'],
  people: [
    'M6 3.2a2.3 2.3 0 1 0 0 4.6 2.3 2.3 0 0 0 0-4.6z',
    'M1.7 13c.5-2.3 2.1-3.5 4.3-3.5s3.8 1.2 4.3 3.5M10.5 3.4a2.3 2.3 0 0 1 0 4.2M12 9.9c1.3.5 2.1 1.6 2.4 3.1',
  ],
  offline: [
    'M2 2l12 12',
    'M3.3 8.3a6.5 6.5 0 0 1 2.2-1.5M12.7 8.3A6.6 6.6 0 0 0 8.5 6.2M5.5 10.5a3.6 3.6 0 0 1 4.2-.4M8 13h.01',
  ],
  check: ['M3 8.5l3.3 3.3L13 5'],
  moon: ['M13 9.6A5.6 5.6 0 0 1 6.4 3 5.6 5.6 0 1 0 13 9.6z'],
  sun: [
    'M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6z',
    'M8 1.6v1.2M8 13.2v1.2M1.6 8h1.2M13.2 8h1.2M3.5 3.5l.8.8M11.7 11.7l.8.8M3.5 12.5l.8-.8M11.7 4.3l.8-.8',
  ],
  open: [
    'M9.5 2.5h4v4M13.3 2.7L8 8',
    'M12 9.5v2.7a1.3 1.3 0 0 1-1.3 1.3H3.8a1.3 1.3 0 0 1-1.3-1.3V5.3A1.3 1.3 0 0 1 3.8 4h2.7',
  ],
} as const;
export type IconName = keyof typeof PATHS;

/** Creates a decorative icon, to use beside a text. */
export function icon(name: IconName): SVGSVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  for (const d of PATHS[name]) {
    const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    path.setAttribute('d', d);
    svg.append(path);
  }
  return svg;
}
