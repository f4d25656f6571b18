/** OpenAI, whose image models repaint a photo in one call (`POST /v1/images/edits`). */
import { Buffer } from 'node:buffer';
import { z } from 'zod';
import { Fault } from '../eventsourcing/fault.ts';
import type { Commission, Delivered, Painter } from './painting/hosted-engine.ts';
import { type Answer, askPatiently, jsonIn, type Patience } from './painting/patience.ts';

type Options = {
  readonly key: string;
  readonly model: string;
  readonly baseUrl?: string;
  readonly patience?: Patience;
};

const provider = 'openai';
/** Base64 of a PNG of five megapixels. */
const answerBytesMax = 60_000_000;
/** A picture of high quality takes a minute or two. */
const slowPatience: Patience = { attempts: 3, timeoutMs: 240_000, pauseMs: 2000 };

export const openaiPainter = ({
  key,
  model,
  baseUrl = 'https://api.openai.com',
  patience = slowPatience,
}: Options): Painter => ({
  company: provider,
  by: `${provider}/${model}`,
  async paint(commission, { signal, onBegun } = {}): Promise<Delivered> {
    await onBegun?.(null);
    const init = {
      method: 'POST',
      headers: { authorization: `Bearer ${key}` },
      body: formOf(commission, model),
    };
    const to = { provider, url: `${baseUrl}/v1/images/edits`, bytesMax: answerBytesMax };
    const call = { ...to, init, signal, buys: true };
    return { image: imageIn(await askPatiently(call, patience)) };
  },
});

/** It knows no seed: the same words paint another picture every time, which is why the original is kept. */
function formOf({ photo, prompt, width, height }: Commission, model: string): FormData {
  const form = new FormData();
  form.set('image', new Blob([new Uint8Array(photo)], { type: 'image/jpeg' }), 'photo.jpg');
  const said = { model, prompt, size: sizeFor(width, height), quality: 'high', output_format: 'png', n: '1' };
  for (const [name, value] of Object.entries(said)) form.set(name, value);
  return form;
}

/** Any size whose sides are multiples of 16, up to 3840 a side and about 8 megapixels: enough to be enlarged from. */
const longSide = 2560;

function sizeFor(width: number, height: number): string {
  const scale = longSide / Math.max(width, height);
  return [width, height].map((side) => 16 * Math.round((side * scale) / 16)).join('x');
}

const Edited = z.object({ data: z.array(z.object({ b64_json: z.string().min(1) })).min(1) });
const Refused = z.object({ error: z.object({ code: z.string().nullish(), type: z.string().nullish() }) });

function imageIn(answer: Answer): Uint8Array {
  const { status } = answer;
  const told = jsonIn(answer);
  const edited = Edited.safeParse(told);
  if (status === 200 && edited.success) {
    const [first] = edited.data.data;
    return new Uint8Array(Buffer.from(first?.b64_json ?? '', 'base64'));
  }
  const refused = Refused.safeParse(told);
  const code = refused.success ? (refused.data.error.code ?? '') : '';
  const isPolicy = declining.includes(code);
  throw new Fault(isPolicy ? 'provider/declined' : 'provider/refused', { provider, status }); // their words may repeat ours
}

const declining: readonly string[] = ['moderation_blocked', 'content_policy_violation'];
