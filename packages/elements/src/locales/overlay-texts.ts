import type { Locale } from '@sidecard/core';

/** The words of the overlay's frame. They are there before the panel is, and say so when it does not come. */
export interface OverlayTexts {
  readonly overlay: {
    /** The frame's accessible name. */
    readonly label: string;
    /** Label of the draggable edge. */
    readonly width: string;
    readonly loading: string;
    readonly failed: string;
    readonly retry: string;
    readonly close: string;
  };
}

const overlayZhCN: OverlayTexts = {
  overlay: {
    label: '售后任务',
    width: '面板宽度',
    loading: '正在打开…',
    failed: '面板加载失败。',
    retry: '重试',
    close: '关闭',
  },
};

const overlayEn: OverlayTexts = {
  overlay: {
    label: 'After-sales task',
    width: 'Panel width',
    loading: 'Opening…',
    failed: 'The panel failed to load.',
    retry: 'Try again',
    close: 'Close',
  },
};

/** Returns the words of the overlay's frame in a language; both languages are there at once. */
export function overlayTextsFor(locale: Locale): OverlayTexts {
  return locale === 'en' ? overlayEn : overlayZhCN;
}
