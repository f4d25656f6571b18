/** Reads a posted form with one photo in it, as it arrives: what is too large stops early. */
import { Busboy, type BusboyHeaders, type BusboyInstance } from '@fastify/busboy';

export type Photo = { readonly bytes: Uint8Array; readonly fileName: string };
export type Form = {
  readonly photo: Photo | 'missing' | 'too-large';
  readonly fields: ReadonlyMap<string, readonly string[]>;
};

const fieldsMax = 20;
const fieldBytesMax = 20_000;

/** @returns undefined if this is no such form, or a broken one */
export async function readForm(
  request: Request,
  photoBytesMax: number,
  field = 'photo',
): Promise<Form | undefined> {
  const type = request.headers.get('content-type') ?? '';
  if (!type.startsWith('multipart/form-data') || request.body === null) return undefined;
  try {
    return await parse(request.body, { 'content-type': type }, photoBytesMax, field);
  } catch {
    return undefined;
  }
}

function parse(
  body: ReadableStream<Uint8Array>,
  headers: BusboyHeaders,
  photoBytesMax: number,
  wanted: string,
): Promise<Form> {
  const limits = { files: 1, fileSize: photoBytesMax, fields: fieldsMax, fieldSize: fieldBytesMax };
  const form = new Busboy({ headers, limits });
  const fields = new Map<string, string[]>();
  let photo: Form['photo'] = 'missing';

  form.on('field', (name, value) => void fields.set(name, [...(fields.get(name) ?? []), value]));
  form.on('file', (name, stream, fileName) => {
    const chunks: Uint8Array[] = [];
    stream.on('data', (chunk: Uint8Array) => void chunks.push(chunk));
    stream.on('limit', () => {
      photo = 'too-large';
      chunks.length = 0;
    });
    stream.on('end', () => {
      const bytes = Buffer.concat(chunks);
      // without a name nothing was chosen (HTML, 4.10.21.4); a file of no bytes was, and is broken
      if (name === wanted && photo === 'missing' && fileName) photo = { bytes, fileName };
    });
  });
  return new Promise((resolve, reject) => {
    form.on('finish', () => resolve({ photo, fields }));
    form.on('error', reject);
    feed(body, form).catch(reject);
  });
}

async function feed(body: ReadableStream<Uint8Array>, form: BusboyInstance): Promise<void> {
  const reader = body.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read())
    if (!form.write(next.value)) await new Promise((drained) => form.once('drain', drained));
  form.end();
}
