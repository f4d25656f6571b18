/**
 * The engine's own process: photos are decoded, looked at, painted and encoded here, one job at a time, without the
 * shop's secrets, and a crash takes nothing else with it. It ends when its input ends.
 */
import { createHash } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import { aligned } from '../delivery/aligned.ts';
import { broughtTo, contentTypeOf, encode } from '../delivery/encode.ts';
import { type Sign, signing } from '../delivery/provenance.ts';
import type { Picture } from '../easel/picture.ts';
import { StudioFault } from '../fault.ts';
import type { Progress, Recipe, SubjectKind } from '../job.ts';
import { engineVersion } from '../version.ts';
import { loadFaceFinder } from '../vision/faces.ts';
import { decodeHeic } from '../vision/heic.ts';
import { judge } from '../vision/judge.ts';
import { type Eyes, type Look, look } from '../vision/look.ts';
import { decodeKept, takeIn } from '../vision/photo.ts';
import { loadSegmenter } from '../vision/segmenter.ts';
import { controlBytes, controlOf, word } from '../workshop/control.ts';
import type { EaselAnswer, EaselOrder, EaselSetup } from './easel-thread.ts';
import { type Frame, readFrames, sendFrame } from './frames.ts';
import type { Answer, PaperJob, Request } from './protocol.ts';

type Room = {
  readonly eyes: Eyes;
  readonly sign: Sign;
  readonly thread: Worker;
  readonly control: SharedArrayBuffer;
};

// The libraries print; standard output belongs to the frames.
Reflect.set(globalThis, 'console', new Proxy({}, { get: () => () => undefined }));
process.on('SIGINT', () => undefined); // the engine decides when to end
process.stdin.on('end', () => process.exit(0));

const send = (answer: Answer, body?: Uint8Array): void => sendFrame(process.stdout, answer, body);

let room: Promise<Room> | undefined;
let queue: Promise<void> = Promise.resolve();
let cancelled = 0;

readFrames<Request>(process.stdin, (frame) => {
  if (frame.header.kind === 'cancel') cancel(frame.header.id);
  else queue = queue.then(() => answer(frame));
});

async function answer({ header, body }: Frame<Request>): Promise<void> {
  if (header.kind === 'cancel') return;
  try {
    if (header.kind === 'start') await begin(header);
    else if (header.kind === 'inspect') await inspect(header.id, body, header.subject);
    else await works[header.kind](header.id, body, header.job);
  } catch (cause) {
    const fault = cause instanceof StudioFault ? cause : new StudioFault('studio/crashed', '', cause);
    send({ kind: 'failed', id: header.kind === 'start' ? 0 : header.id, code: fault.code, about: '' });
  }
}

async function begin(start: Extract<Request, { kind: 'start' }>): Promise<void> {
  room = open(start);
  await room;
  send({ kind: 'ready' });
}

async function open({ threads, memoryMax, signer }: Extract<Request, { kind: 'start' }>): Promise<Room> {
  const control = new SharedArrayBuffer(controlBytes);
  const setup: EaselSetup = { threads, bytesMax: memoryMax, control };
  const thread = new Worker(new URL('./easel-thread.ts', import.meta.url), { workerData: setup });
  thread.on('error', () => process.exit(70));
  const sign = await signing(signer);
  const eyes = { faces: await loadFaceFinder(), segment: await loadSegmenter() };
  return { eyes, sign, thread, control };
}

/** Looks of the last photos: a further style of the same photo need not be looked at again. */
const looks = new Map<string, { readonly look: Look; readonly timer: ReturnType<typeof setTimeout> }>();
const looksMax = 2;
const looksKeptMs = 120_000;

async function lookAt(photo: Uint8Array): Promise<{ readonly key: string; readonly look: Look }> {
  const { eyes } = await opened();
  const key = createHash('sha256').update(photo).digest('base64url');
  const kept = looks.get(key);
  if (kept) return { key, look: kept.look };
  const pixels = await decodeKept(photo).catch((cause: unknown) => {
    throw new StudioFault('studio/photo-unreadable', '', cause);
  });
  const seen = await look(eyes, pixels);
  for (const old of [...looks.keys()].slice(0, Math.max(0, looks.size - looksMax + 1))) forget(old);
  const timer = setTimeout(() => forget(key), looksKeptMs);
  looks.set(key, { look: seen, timer });
  return { key, look: seen };
}

function forget(key: string): void {
  clearTimeout(looks.get(key)?.timer);
  looks.delete(key);
  room?.then(({ thread }) => tell(thread, { kind: 'forget', photoKey: key }));
}

const previewShape = { crop: null, background: 'studio', width: 1024, height: 1280 } as const;

async function inspect(id: number, body: Uint8Array, subject: SubjectKind): Promise<void> {
  const taken = await takeIn(body, decodeHeic);
  if (taken.is === 'refused') return send({ kind: 'refused', id, inspection: taken });
  const { key, look: seen } = await lookAt(taken.jpeg);
  const judged = await judge(seen, subject);
  if (judged.is === 'unfit') {
    forget(key); // a refused photo is not kept, in memory either
    return send({ kind: 'refused', id, inspection: { is: 'refused', reason: judged.reason } });
  }
  const { width, height, faces } = seen;
  const faceHeightPx = faces[0] ? Math.round(faces[0].box.height) : null;
  const inspection = {
    is: 'accepted',
    width,
    height,
    faces: faces.length,
    faceHeightPx,
    advice: judged.advice,
  } as const;
  send({ kind: 'accepted', id, inspection }, taken.jpeg);
  const { thread } = await opened();
  tell(thread, { kind: 'prepare', photoKey: key, look: seen, sitting: { subject, ...previewShape } });
}

async function paint(id: number, body: Uint8Array, job: PaperJob): Promise<void> {
  const progress = (stage: Progress['stage'], done = 0, total = 1) =>
    send({ kind: 'progress', id, progress: { stage, done, total } });
  progress('prepare');
  const { key, look: seen } = await lookAt(body);
  const picture = await painted(id, key, seen, job);
  try {
    if (cancelled === id) throw new StudioFault('studio/cancelled');
    progress('finish');
    await deliver(id, job, picture, { ...job.recipe, crop: picture.crop, engine: engineVersion });
  } finally {
    new Uint8Array(picture.rgb).fill(0); // the easel uses it again: it keeps nobody's portrait meanwhile
  }
}

/** A picture that was painted elsewhere; its recipe says by whom. */
async function finish(id: number, body: Uint8Array, job: PaperJob): Promise<void> {
  send({ kind: 'progress', id, progress: { stage: 'finish', done: 0, total: 1 } });
  const rgb = await broughtTo(body, job.width, job.height).catch((cause: unknown) => {
    throw new StudioFault('studio/photo-unreadable', '', cause);
  });
  await deliver(id, job, { rgb, face: null }, job.recipe);
}

async function deliver(
  id: number,
  job: PaperJob,
  picture: Pick<Picture, 'rgb' | 'face'>,
  recipe: Recipe,
): Promise<void> {
  const { sign } = await opened();
  const { width, height, format } = job;
  const contentType = contentTypeOf(format);
  const file = await encode({ ...picture, width, height }, job);
  const signed = await sign(file, contentType, { style: recipe.style, engine: recipe.engine });
  send({ kind: 'painted', id, recipe, contentType }, signed);
}

/** Wide enough for whoever paints elsewhere. */
const framedWidthPx = 1280;

async function frame(id: number, body: Uint8Array, job: PaperJob): Promise<void> {
  const { key, look: seen } = await lookAt(body);
  const { subject, recipe, width, height } = job;
  const { crop: chosen, background } = recipe;
  const sitting = { subject, crop: chosen, background, width, height };
  const answer = await asked(id, { kind: 'frame', photoKey: key, look: seen, sitting });
  if (answer.kind !== 'framed') throw new StudioFault('studio/crashed', answer.kind);
  send({ kind: 'framed', id, crop: answer.crop }, await aligned(body, answer.crop, framedWidthPx));
}

const works = { paint, finish, frame };

async function painted(id: number, photoKey: string, seen: Look, job: PaperJob): Promise<Picture> {
  const { subject, recipe, width, height, draft = false } = job;
  const { style, variant, seed, crop, background, intensity } = recipe;
  const order = { subject, style, variant, seed, crop, background, intensity, width, height, draft };
  const answer = await asked(id, { kind: 'paint', photoKey, look: seen, order });
  if (answer.kind !== 'painted') throw new StudioFault('studio/crashed', answer.kind);
  return answer.picture;
}

type Answered = Extract<EaselAnswer, { readonly kind: 'painted' | 'framed' }>;

/** One order at a time: what the thread says until it answers is about this one. */
async function asked(id: number, order: EaselOrder): Promise<Answered> {
  const { thread, control } = await opened();
  if (cancelled === id) throw new StudioFault('studio/cancelled');
  Atomics.store(controlOf(control).words, word.cancelled, 0);
  return new Promise((resolve, reject) => {
    const take = (message: EaselAnswer): void => {
      if (message.kind === 'progress') {
        sendProgress(id, message);
        return;
      }
      thread.off('message', take);
      if (message.kind === 'failed') reject(new StudioFault(message.code, message.about));
      else resolve(message);
    };
    thread.on('message', take);
    tell(thread, order);
  });
}

function sendProgress(id: number, { stage, done, total }: Extract<EaselAnswer, { kind: 'progress' }>): void {
  const known = (['compose', 'cut-out', 'light', 'strokes'] as const).find((one) => one === stage);
  if (known) send({ kind: 'progress', id, progress: { stage: known, done, total } });
}

function cancel(id: number): void {
  cancelled = id;
  room?.then(({ control }) => Atomics.store(controlOf(control).words, word.cancelled, 1));
}

const tell = (thread: Worker, message: EaselOrder): void => thread.postMessage(message);

async function opened(): Promise<Room> {
  if (room === undefined) throw new StudioFault('studio/crashed', 'not started');
  return await room;
}
