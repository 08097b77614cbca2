import type { Client } from '@sidecard/client';
import type { ContentCredentials, PictureFindings } from '@sidecard/core/wire';
import { html, type TemplateResult } from 'lit';
import { format } from '../locales/message.js';
import type { PictureWords } from '../locales/picture-catalogue.js';

/** IPTC's codes for pictures that were generated, at least in part. */
const GENERATED = ['trainedAlgorithmicMedia', 'compositeWithTrainedAlgorithmicMedia', 'algorithmicMedia'];
const CAPTURED = 'digitalCapture';

const loaded = new WeakMap<Client, Map<string, Promise<PictureFindings | undefined>>>();

/** Loads what platform staff are told about a picture, once. @returns `undefined` if there is nothing for the account */
export function findingsOf(client: Client, id: string): Promise<PictureFindings | undefined> {
  let known = loaded.get(client);
  if (!known) loaded.set(client, (known = new Map<string, Promise<PictureFindings | undefined>>()));
  let findings = known.get(id);
  if (!findings) {
    findings = client.pictures.findings(id).then((answer) => {
      // What failed is asked for again.
      if (!answer.ok) known.delete(id);
      return answer.ok ? answer.findings : undefined;
    });
    known.set(id, findings);
  }
  return findings;
}

/** Marks a thumbnail if there is more than the usual. @param name - the thumbnail's */
export async function markThumb(
  thumb: HTMLElement,
  client: Client,
  id: string,
  name: string,
  { pictures: { findings: words } }: PictureWords,
): Promise<void> {
  const findings = await findingsOf(client, id);
  const { verdict, source } = findings?.credentials ?? {};
  const isNoteworthy = !!findings?.similar.length || verdict === 'invalid' || GENERATED.includes(source ?? '');
  thumb.classList.toggle('noted', isNoteworthy);
  thumb.setAttribute('aria-label', isNoteworthy ? `${name}. ${words.mark}` : name);
}

/** What was found, for below the picture. */
export function findingsTemplate(findings: PictureFindings, texts: PictureWords): TemplateResult {
  const words = texts.pictures.findings;
  const { uploadedAtMs, uploadedBy, sha256, similar, credentials } = findings;
  const time = new Date(uploadedAtMs).toLocaleString(texts.locale, { dateStyle: 'medium', timeStyle: 'short' });
  const who =
    { buyer: texts.parties.buyer, merchant: texts.parties.shop }[uploadedBy as string] ?? texts.parties.platform;
  const numbers = [...new Set(similar.map(({ ticketNumber }) => ticketNumber))].join(', ');
  const lines = [
    ...(numbers ? [format(words.similar, { numbers })] : []),
    ...(credentials ? credentialLines(credentials, texts) : []),
    format(words.uploaded, { who, time }),
    format(words.hash, { hash: sha256 }),
  ];
  return html`<section class="findings" aria-label=${words.title} tabindex="0">
    <ul>
      ${lines.map((line) => html`<li><bdi>${line}</bdi></li>`)}
    </ul>
    <p>${words.caution}</p>
  </section>`;
}

function credentialLines(
  { verdict, signer = '?', madeWith, source }: ContentCredentials,
  { pictures: { findings: words } }: PictureWords,
): readonly string[] {
  // A newer server may have other verdicts.
  const line = words.credentials[verdict] ?? words.credentials.unchecked;
  return [
    format(line, { signer }),
    ...(source === undefined ? [] : GENERATED.includes(source) ? [words.generated] : []),
    ...(source === CAPTURED ? [words.captured] : []),
    ...(madeWith === undefined ? [] : [format(words.madeWith, { name: madeWith })]),
  ];
}
