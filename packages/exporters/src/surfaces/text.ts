import { type Content, headingOf, linesOf } from '../content.js';
import { bytes } from '../limits.js';
import type { Surface } from '../surface.js';
import { withoutMentions } from '../text.js';

/**
 * Plain text, for a chat without cards. At most 2,048 bytes, as a text of WeCom (developer.work.weixin.qq.com, “消息推送配置说明”), which is
 * the least of the surfaces here. The link is the last line.
 */
export const text: Surface<string> = {
  unsupported: ['picture'],
  places: (content) => [
    // before the others, because it alone leads to the task
    { limit: bytes(1_024), parts: ['link'], text: ({ link }) => link },
    {
      limit: bytes(2_048),
      parts: ['options', 'words', 'owner', 'item', 'buyer', 'line', 'due', 'title'],
      text: (parts) => lines({ ...content, parts }),
    },
  ],
  write: lines,
};

function lines({ parts, viewTask }: Content): string {
  const texts = [headingOf(parts), ...linesOf(parts)].map(withoutMentions);
  return [...texts, ...(parts.link ? [`${viewTask} ${parts.link}`] : [])].join('\n');
}
