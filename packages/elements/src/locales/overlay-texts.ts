/** Texts of the overlay's frame, available before the panel has loaded or if it fails to load. */
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

export const overlayZhCN: OverlayTexts = {
  overlay: {
    label: '售后任务',
    width: '面板宽度',
    loading: '正在打开…',
    failed: '面板加载失败。',
    retry: '重试',
    close: '关闭',
  },
};

export const overlayEn: OverlayTexts = {
  overlay: {
    label: 'After-sales task',
    width: 'Panel width',
    loading: 'Opening…',
    failed: 'The panel failed to load.',
    retry: 'Try again',
    close: 'Close',
  },
};
