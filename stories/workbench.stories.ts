import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { BEGIN_REVIEW, BUYER, DECLINE, ESCALATE, MAIN, ME, STAFF } from '../test/support/browser/shop.js';
import { deskStory } from './desk-story.js';
import { until } from './live-story.js';

/** All tickets of the shop, outside a chat. */
const meta: Meta = { title: 'Workbench', component: 'sidecard-workbench' };
export default meta;

const story = (state?: Parameters<typeof deskStory>[1]): StoryObj => deskStory('sidecard-workbench', state);

export const AllOpen = story();
export const Narrow = story({ width: 420 });
export const Phone = story({ width: 320 });
export const NothingFound = story({ path: '/open?search=kettle', ready: '.empty' });
export const AllDone = story({ path: '/mine', ready: '.empty' });
export const UnknownAddress = story({ path: '/nothing/here', ready: '.empty' });
export const Filtered = story({
  path: '/open?owner=nobody',
  async act(root) {
    root.querySelector<HTMLElement>('.save summary')?.click();
    await until(() => root.querySelector('.save[open] input'));
  },
});
export const Task = story({ path: '/tickets/{ticket}', ready: 'sidecard-task' });
export const TaskWithThePlatform = story({
  path: '/tickets/{ticket}',
  ready: 'sidecard-task',
  steps: [
    [ME, DECLINE],
    [BUYER, ESCALATE],
    [STAFF, BEGIN_REVIEW],
    [ME, { command: 'leave-staff-message', fields: { purpose: 'additional-statement', text: 'We kept the video.' } }],
  ],
});
export const Accounts = story({ path: '/accounts', who: MAIN, ready: '.accounts' });
