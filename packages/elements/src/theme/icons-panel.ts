/** What panel, staff message and workbench draw beside the card's drawings; same grid and stroke. */
export const PANEL_ICONS = {
  check: 'M2.8 8.6 6 11.8 13.2 4.6',
  eye: 'M1.2 8S3.6 3.4 8 3.4 14.8 8 14.8 8 12.4 12.6 8 12.6 1.2 8 1.2 8ZM8 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z',
  close: 'M3.5 3.5l9 9M12.5 3.5l-9 9',
  external: 'M5 3.5h7.5V11M12.5 3.5l-9 9',
  'chevron-down': 'M3.8 6 8 10.2 12.2 6',
  more: 'M3 8h0M8 8h0M13 8h0',
  copy: 'M5.5 5.5h8.3v8.3H5.5ZM3.3 10.5H2.2V2.2h8.3v1.1',
  picture: 'M1.8 2.8h12.4v10.4H1.8ZM2 11.5l3.6-3.6 3 3 1.7-1.7 3.5 3.4M10.6 6h0',
  search: 'M7 12a5 5 0 1 0 0-10 5 5 0 0 0 0 10ZM10.7 10.7l3.5 3.5',
  refresh: 'M13.7 2.3v3.5h-3.5M2.3 13.7v-3.5h3.5M13.4 5.8A5.8 5.8 0 0 0 2.8 6.4M2.6 10.2a5.8 5.8 0 0 0 10.6-.6',
  box: 'M8 1.7l5.6 3v6.6l-5.6 3-5.6-3V4.7ZM2.6 4.9 8 7.8l5.4-2.9M8 7.8v6.4M5.2 3.3l5.5 2.9',
  promise: 'M8 13.7S1.8 10.2 1.8 5.9A3.3 3.3 0 0 1 8 4.3a3.3 3.3 0 0 1 6.2 1.6c0 4.3-6.2 7.8-6.2 7.8Z',
  chat: 'M2 2.8h12v8.4H7.2L4 14v-2.8H2Z',
  ruling: 'M8 1.8v12M4.8 13.8h6.4M2.8 4h10.4M3.3 4 1.3 9a2.1 2.1 0 0 0 4 0ZM12.7 4l-2 5a2.1 2.1 0 0 0 4 0Z',
} as const;

/** Name of a panel icon. */
export type PanelIconName = keyof typeof PANEL_ICONS;
