import { exportTicket, type PayloadOf, SURFACE_NAMES, type SurfaceName } from '@sidecard/exporters';
import { describe, expect, it } from 'vitest';
import { OPTIONS, stringsOf, TASK_URL, viewOf, withTexts } from '../support/exports.ts';

const URLS = new Set(['url', 'image_url', 'imageUrl', 'default_url', 'singleURL', '$schema']);

function exported<Name extends SurfaceName>(name: Name, text: string, picture?: string): PayloadOf<Name> {
  const result = exportTicket(name, withTexts(viewOf(), text, picture), OPTIONS);
  if (!result.ok) throw new Error(result.error.code);
  return result.value.payload;
}

/** The texts of a message that people read; not its URLs. */
function shown(name: SurfaceName, text: string): readonly string[] {
  return stringsOf(exported(name, text)).flatMap(([key, one]) => (URLS.has(key) ? [] : [one]));
}

const LINK = '[Refund here](https://evil.example) ![x](https://evil.example/x.png) <https://evil.example|here>';
const MENTION = '<!channel> <@U1> @all <users/all> <at id=all></at>';
const TAGS = '<a href="https://evil.example">x</a><b>&amp;</b>';

describe('what people wrote', () => {
  it.each(SURFACE_NAMES)('adds no URL to a message for %s', (name) => {
    for (const text of [LINK, MENTION, TAGS]) {
      const urls = stringsOf(exported(name, text)).flatMap(([key, one]) =>
        URLS.has(key) && key !== '$schema' ? [one] : [],
      );
      for (const url of urls) expect(url).toBe(TASK_URL);
    }
  });

  it('is no mrkdwn in Slack: neither in its blocks nor in the notification', () => {
    const message = exported('slack', MENTION);
    const kinds = JSON.stringify(message.blocks).match(/"type":"(mrkdwn|rich_text)"/g);
    expect(kinds).toBeNull();
    expect(message.text).toContain('&lt;!channel&gt; &lt;@U1&gt;');
    expect(message.text).not.toMatch(/[<>]/);
    expect(JSON.stringify(message.blocks)).not.toContain('"emoji":true');
  });

  it('is neither Markdown nor a function in Adaptive Cards', () => {
    const card = exported('adaptive-card', `${LINK} {{DATE(2020-01-01T00:00:00Z, SHORT)}} \${order} {{{x}}}`);
    expect(JSON.stringify(card)).not.toMatch(/"type":"(TextBlock|FactSet)"/);
    for (const [, text] of stringsOf(card)) expect(text).not.toMatch(/\{\{|\$\{/);
  });

  it('is plain text in Feishu', () => {
    const card = JSON.stringify(exported('feishu', `${LINK} ${MENTION}`));
    expect(card).not.toMatch(/"tag":"(markdown|lark_md)"/);
  });

  it('is no HTML in Google Chat', () => {
    for (const text of shown('google-chat', `${TAGS} ${MENTION}`)) expect(text).not.toMatch(/[<>]/);
    expect(shown('google-chat', TAGS).join(' ')).toContain('&lt;b&gt;&amp;amp;&lt;/b&gt;');
  });

  it.each([
    '# big',
    '- one',
    '+ one',
    '* one',
    '1. one',
    '1) one',
    '> quoted',
    '---',
    '===',
    '```',
    '~~~',
    '| a | b |',
    '\\[x](y)',
  ])('is no Markdown in DingTalk: %s', (text) => {
    const { actionCard } = exported('dingtalk', text) as Extract<PayloadOf<'dingtalk'>, { msgtype: 'actionCard' }>;
    const [heading, ...lines] = actionCard.text.split('\n\n');
    expect(heading).toBe('### Return & refund · Needs answer');
    for (const line of lines) {
      expect(line).not.toMatch(/[[\]<>*_`~#|\\]/);
      expect(line).not.toMatch(/^(?:[-+=]|\d+[.)])/);
      expect(line).not.toContain('\n');
    }
  });

  it('has no link and no picture in DingTalk’s Markdown', () => {
    const [text] = shown('dingtalk', LINK).filter((one) => one.startsWith('###'));
    expect(text).not.toMatch(/\]\(|!\[|</);
    // the picture of the order, whose URL cannot end early
    const picture = 'https://img.example/a.png?x=)[y](https://evil.example)';
    const withPicture = stringsOf(exported('dingtalk', 'mug', picture))
      .map(([, one]) => one)
      .join('\n');
    expect(withPicture.match(/\]\(/g) ?? []).toHaveLength(1);
    expect(withPicture).toContain('%29');
  });

  it('mentions nobody in plain text', () => {
    const text = exported('text', MENTION);
    expect(text).not.toMatch(/<[@!]|@all|<users|<at/);
    expect(text).toContain('<\u2060!channel>');
    expect(exported('text', 'write to he@example.com')).toContain('he@example.com');
  });

  it.each(SURFACE_NAMES)('cannot reverse the sentence around it on %s', (name) => {
    for (const text of shown(name, 'שלום\u202E\u2069\u2069 <b>\u2066'))
      for (const [isolated] of text.matchAll(/\u2068[^\u2069]*\u2069?/g)) expect(isolated).toMatch(/\u2069$/);
    for (const text of shown(name, 'שלום\u202E\u2069\u2069 <b>\u2066')) {
      expect(text).not.toMatch(/[\u202A-\u202E\u2066\u2067]/);
      expect(text.match(/\u2068/g)?.length).toBe(text.match(/\u2069/g)?.length);
    }
  });

  it('stays isolated where it is shortened', () => {
    const text = shown('dingtalk', 'שלום '.repeat(400)).find((one) => one.startsWith('###')) ?? '';
    expect(text).toMatch(/…\u2069/);
    expect(text.match(/\u2068/g)?.length).toBe(text.match(/\u2069/g)?.length);
  });

  it('is never cut within a character', () => {
    const family = '\u{1F469}\u200D\u{1F469}\u200D\u{1F467}';
    const { template_card: card } = exported('wecom', family.repeat(200));
    expect(card.quote_area?.quote_text).toMatch(new RegExp(`^Buyer: (?:${family})+…$`, 'u'));
  });
});

describe('a picture', () => {
  const dropped = (name: SurfaceName, picture: string) => {
    const result = exportTicket(name, withTexts(viewOf(), 'mug', picture), OPTIONS);
    return result.ok && result.value.dropped.some(({ part, why }) => part === 'picture' && why === 'unsupported');
  };

  it.each(SURFACE_NAMES)('is on %s the order’s, by https alone', (name) => {
    for (const picture of [
      'http://img.example/a.png',
      '/a.png',
      '../a.png',
      'javascript:alert(1)',
      'https://a@b.example/',
    ]) {
      expect(dropped(name, picture)).toBe(true);
      expect(JSON.stringify(exported(name, 'mug', picture))).not.toContain(picture);
    }
    const without = name === 'feishu' || name === 'wecom' || name === 'text';
    expect(dropped(name, 'https://img.example/a.png')).toBe(without);
  });
});
