import { PICTURE_TYPES, type PictureSize } from '@sidecard/core/wire';
import type { Arrival } from '../attachments/arrivals.js';
import { PICTURE_LIMITS } from '../attachments/limits.js';
import { pictureQuery } from '../schemas/queries.js';
import { readFindings, readPicture } from '../use-cases/read-picture.js';
import { sha256Of, uploadPicture, wrongType } from '../use-cases/upload-picture.js';
import { problem, ProblemError } from '../wire/problem.js';
import { readBytes, validate } from './body.js';
import { idOf, type AddRoutes } from './env.js';
import { json, written } from './respond.js';
import { writeKeyOf } from './write.js';

const { maxBytes, arrivesWithinMs } = PICTURE_LIMITS;

/** `/v1/attachments`: upload a picture, and read one. Without a storage for them, these paths do not exist. */
export const attachmentRoutes: AddRoutes = (app, context) => {
  const { attachments } = context;
  if (!attachments) return;

  app.post('/v1/attachments', async (c) => {
    const request = c.get('request');
    const { raw } = c.req;
    const [type = ''] = (raw.headers.get('content-type') ?? '').split(';');
    if (!PICTURE_TYPES.some((known) => known === type.trim().toLowerCase())) throw wrongType();
    if (Number(raw.headers.get('content-length')) > maxBytes) throw tooLarge();
    const arrival = attachments.arrivals.begin(`${request.merchantId} ${request.principalKey}`);
    if (!arrival) throw problem('unavailable', { detail: 'Too many uploads at once.' }, { 'Retry-After': '5' });
    const upload = async () => {
      const bytes = await readPictureBytes(raw, arrival);
      return attachments.storing.run(async () => {
        const sha256 = await sha256Of(bytes);
        const write = await writeKeyOf(raw, new TextEncoder().encode(sha256));
        return uploadPicture(context, attachments, request, bytes, sha256, write);
      });
    };
    const result = await upload().finally(() => arrival.end());
    return written(result, result.picture, 201, {
      Location: `attachments/${encodeURIComponent(result.picture.id)}`,
    });
  });

  app.get('/v1/attachments/:id/findings', async (c) => {
    return json(await readFindings(context, c.get('request'), idOf(c)));
  });

  app.get('/v1/attachments/:id', async (c) => {
    const { size = 'show' } = validate(pictureQuery, c.req.query());
    const id = idOf(c);
    const { type, body } = await readPicture(context, attachments, c.get('request'), id, size);
    const isHead = c.req.method === 'HEAD';
    // Nobody reads it, and a file stays open until somebody has.
    if (isHead) await body.cancel();
    return new Response(isHead ? null : body, {
      headers: {
        'Content-Type': type,
        'Cache-Control': 'private, no-store',
        // A file as it came can be anything that begins like a picture, so that browsers must not open it as a page.
        'Content-Security-Policy': 'sandbox',
        'Content-Disposition': dispositionOf(id, type, size),
      },
    });
  });
};

async function readPictureBytes(request: Request, arrival: Arrival): Promise<Uint8Array<ArrayBuffer>> {
  const signal = AbortSignal.timeout(arrivesWithinMs);
  const room = (more: number) => arrival.room(more, signal);
  const bytes = await readBytes(request, maxBytes, { tooLarge, signal, room }).catch((error: unknown) => {
    if (error instanceof ProblemError) throw error;
    throw lengthDiffers('The body broke off, or took too long.');
  });
  const announced = request.headers.get('content-length');
  if (announced !== null && Number(announced) !== bytes.byteLength) {
    throw lengthDiffers(`Content-Length announces ${announced} bytes, but ${bytes.byteLength} arrived.`);
  }
  return bytes;
}

function lengthDiffers(what: string): ProblemError {
  return problem('length-differs', { detail: `${what} Send the picture again.` });
}

function tooLarge(): ProblemError {
  const detail = 'The maximum is 5 MB. Scale the picture down, or save it with a lower quality.';
  return problem('picture-too-large', { detail });
}

function dispositionOf(id: string, type: string, size: PictureSize): string {
  const name = `${id.replace(/[^\w-]/g, '_')}-${size}.${type.replace(/^image\//, '')}`;
  return `${size === 'original' ? 'attachment' : 'inline'}; filename="${name}"`;
}
