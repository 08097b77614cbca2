import { setCustomElementsManifest, type Preview } from '@storybook/web-components-vite';
import manifest from '../packages/elements/custom-elements.json' with { type: 'json' };

setCustomElementsManifest(manifest);

const preview: Preview = {
  tags: ['autodocs'],
  parameters: { a11y: { test: 'error' } },
  globalTypes: {
    locale: {
      description: 'Language of the texts',
      toolbar: { title: 'Language', icon: 'globe', dynamicTitle: true, items: ['zh-CN', 'en'] },
    },
    theme: {
      description: 'Light or dark',
      toolbar: { title: 'Theme', icon: 'contrast', dynamicTitle: true, items: ['light', 'dark'] },
    },
  },
  initialGlobals: { locale: 'zh-CN', theme: 'light' },
  decorators: [
    (story, { globals }) => {
      const page = document.documentElement;
      page.lang = String(globals['locale']);
      page.style.colorScheme = String(globals['theme']);
      // the canvas follows, so that contrast is measured against what a reader sees
      page.style.background = 'Canvas';
      page.style.color = 'CanvasText';
      document.body.style.background = 'Canvas';
      return story();
    },
  ],
};
export default preview;
