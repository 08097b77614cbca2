import type { StorybookConfig } from '@storybook/web-components-vite';

const config: StorybookConfig = {
  framework: { name: '@storybook/web-components-vite', options: {} },
  stories: ['../stories/*.mdx', '../stories/*.stories.ts'],
  addons: ['@storybook/addon-docs', '@storybook/addon-a11y', '@storybook/addon-vitest'],
  // Nothing leaves the machine.
  core: { disableTelemetry: true, disableWhatsNewNotifications: true, enableCrashReports: false },
  // product pictures are addresses, as in a real shop; its own chunks are large and we cannot help it: a list of them would hide what matters
  viteFinal: (config) => ({
    ...config,
    logLevel: 'warn',
    build: { ...config.build, reportCompressedSize: false, chunkSizeWarningLimit: 4_000, assetsInlineLimit: 0 },
  }),
};
export default config;
