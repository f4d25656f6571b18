/** Companies that paint, over their real wires: what leaves the house, what comes back, and what becomes of every "no". */
import { afterAll, beforeAll, beforeEach, describe, expect, setDefaultTimeout, test } from 'bun:test';
import sharp from 'sharp';
import { openaiPainter } from '../../src/providers/openai.ts';
import { hostedEngine, type Painter } from '../../src/providers/painting/hosted-engine.ts';
import { promptFor, styleWords } from '../../src/providers/painting/prompts.ts';
import { replicatePainter } from '../../src/providers/replicate.ts';
import {
  type Begun,
  type CommissionOptions,
  type Engine,
  type PaintJob,
  recipeFrom,
  startEngine,
} from '../../src/studio/engine.ts';
import { styles } from '../../src/studio/styles/index.ts';
import blocked from '../fixtures/openai/blocked.json' with { type: 'json' };
import throttled from '../fixtures/replicate/throttled.json' with { type: 'json' };
import { astronaut, bytes, grey, similarity } from '../studio/photos.ts';
import { until } from '../waiting.ts';
import { openai, picture, replicate, signedHeaders } from './painting-company.ts';

setDefaultTimeout(60_000);

const secret = `whsec_${Buffer.from('a secret of twenty-four b').toString('base64')}`;
const patience = { attempts: 3, timeoutMs: 400, pauseMs: 1 };
const model = 'black-forest-labs/flux-kontext-pro';
const webhook = { url: 'https://shop.example/webhooks/replicate', secret };

let here: Engine;
let theirs: Awaited<ReturnType<typeof replicate>>;
let others: Awaited<ReturnType<typeof openai>>;
const photo = await bytes(
  sharp(astronaut)
    .resize(1024)
    .withExif({ IFD0: { Artist: 'canary' } })
    .jpeg(),
);
let job: PaintJob;

beforeAll(async () => {
  [here, theirs, others] = await Promise.all([startEngine({ workers: 2 }), replicate(), openai()]);
  const inspected = await here.inspect(photo, 'person');
  if (inspected.is === 'refused') throw new Error(inspected.reason);
  const recipe = recipeFrom({
    style: 'poster',
    variant: 'forest',
    seed: 7,
    crop: null,
    engine: here.version,
  });
  const size = { width: 512, height: 640, format: 'png', watermark: false } as const;
  job = { photo: inspected.photo, subject: 'person', recipe, ...size };
});
afterAll(async () => {
  await here.stop();
  theirs.close();
  others.close();
});
const usual = {
  status: 'succeeded',
  after: 1,
  error: null,
  output: '/out.png',
  file: await picture(1024, 1280),
};
beforeEach(() => {
  theirs.forget();
  others.forget();
  Object.assign(theirs.becomes, usual);
  Object.assign(others.becomes, { file: usual.file });
});

const byReplicate = (more: Partial<Parameters<typeof replicatePainter>[0]> = {}) =>
  replicatePainter({
    token: 'token of a test',
    model,
    baseUrl: theirs.url,
    webhook,
    patience,
    askEveryMs: 5,
    ...more,
  });
const byOpenai = () =>
  openaiPainter({ key: 'key of a test', model: 'gpt-image-2', baseUrl: others.url, patience });
const byCompany = async (painter: Painter, options: CommissionOptions = {}) =>
  (await hostedEngine(here, painter).commission?.(job, options)) ?? Promise.reject(new Error('no company'));
const commission = {
  photo: new Uint8Array([1, 2, 3]),
  prompt: 'as an engraving',
  seed: 7,
  width: 1024,
  height: 1280,
};
const code = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (fault: unknown) => String(Object(fault)['code'] ?? Object(fault)['name']),
  );

describe('a hosted engine', () => {
  test('sends the part of the photo that the portrait shows, and nothing else of anybody', async () => {
    const painted = await byCompany(byReplicate());
    const [create] = theirs.of(/^POST .*predictions$/);
    const { input, webhook: url, webhook_events_filter } = JSON.parse(create?.body.toString() ?? '');
    expect(create?.authorization).toBe('Bearer token of a test');
    expect([url, webhook_events_filter]).toEqual([webhook.url, ['completed']]);
    expect(input).toMatchObject({
      aspect_ratio: '4:5',
      seed: 7,
      output_format: 'png',
      prompt: promptFor(job.recipe),
    });
    const sent = Buffer.from(input.input_image.replace('data:image/jpeg;base64,', ''), 'base64');
    const { width = 0, height = 0, exif } = await sharp(sent).metadata();
    expect([exif, width / height]).toEqual([undefined, expect.closeTo(0.8, 2)]);
    expect(sent.includes('canary')).toBe(false);
    expect(painted.recipe).toEqual({
      ...job.recipe,
      crop: expect.anything(),
      engine: `replicate/${model}@0a1381936934`,
    });
  });

  test('a print is the picture that was approved, enlarged and not painted anew', async () => {
    const engine = hostedEngine(here, byReplicate());
    theirs.becomes.file = await sharp(astronaut).resize(1024, 1280).png().toBuffer();
    const { recipe, original } = await byCompany(byReplicate());
    const preview = await engine.paint({ ...job, recipe, original });
    theirs.forget();
    const print = await engine.paint({
      ...{ ...job, recipe, original },
      width: 1640,
      height: 2050,
      dpi: 300,
    });
    expect(theirs.asked).toEqual([]);
    expect(await sharp(print.image).metadata()).toMatchObject({ width: 1640, height: 2050, density: 300 });
    const [a, b] = await Promise.all([grey(preview.image, 512, 640), grey(print.image, 512, 640)]);
    expect(similarity(a, b, 512)).toBeGreaterThanOrEqual(0.95);
    expect(print.recipe).toEqual(preview.recipe);
  });

  test('sends nothing else: what is not commissioned is painted here', async () => {
    const size = { width: 256, height: 320, draft: true };
    const painted = await hostedEngine(here, byReplicate()).paint({ ...job, ...size });
    expect([theirs.asked, painted.recipe.engine]).toEqual([[], here.version]);
  });

  test('asks for nothing that was delivered before, and knows again how it was cut and who painted it', async () => {
    const notes: Begun[] = [];
    const onBegun = async (begun: Begun) => void notes.push(begun);
    const { original, recipe } = await byCompany(byReplicate(), { onBegun });
    theirs.forget();
    const [begun] = notes;
    const again = await byCompany(byReplicate(), { delivered: original, begun });
    expect(theirs.asked).toEqual([]);
    expect(again).toMatchObject({ original, recipe });
    expect(recipe.engine).toBe(`replicate/${model}@0a1381936934`);
  });

  test.each([
    ['replicate', byReplicate, () => theirs.statusOf(theirs.latest())],
    ['openai', byOpenai, () => (others.asked.length === 0 ? 'canceled' : 'bought')],
  ] as const)('buys nothing of %s that it could not remember', async (_, painter, state) => {
    const onBegun = () => Promise.reject(new Error('the storage is away'));
    await expect(byCompany(painter(), { onBegun })).rejects.toThrow('the storage is away');
    expect(state()).toBe('canceled');
  });

  test.each([
    ['no picture', () => Buffer.from('<html>we are sorry</html>')],
    ['half a picture', () => usual.file.subarray(0, 3000)],
    ['a stamp', () => picture(64, 80)],
    ['a picture of another shape', () => picture(1600, 700)],
    ['an SVG', () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="1024" height="1280"/>')],
  ] as const)('takes no harm from %s, and says so', async (_, make) => {
    theirs.becomes.file = Buffer.from(new Uint8Array(await make()));
    const { original } = await byCompany(byReplicate());
    expect(await code(here.paint({ ...job, original }))).toBe('studio/photo-unreadable');
    expect(theirs.of(/^POST .*predictions$/)).toHaveLength(1);
  });

  test('knows words for every style and every variant that there is', () => {
    for (const { id, variants } of styles)
      expect(Object.keys(styleWords[id].variants).toSorted()).toEqual(
        variants.map((one) => one.id).toSorted(),
      );
  });
});

describe('Replicate', () => {
  test('that is busy is asked again when it says so', async () => {
    theirs.moods.push(
      { status: 429, body: throttled.body, headers: { 'retry-after': '0' } },
      { status: 503 },
    );
    expect(usual.file.equals((await byReplicate().paint(commission)).image)).toBe(true);
    expect(theirs.of(/^POST .*predictions$/)).toHaveLength(3);
  });

  test('that was asked before is asked how far it is, and not to begin again', async () => {
    const names: string[] = [];
    const onBegun = async (reference: string | null) => void names.push(reference ?? '');
    theirs.moods.push({ status: 201, body: { id: 'p1', error: null, status: 'starting' } });
    for (const mood of [1, 2, 3]) theirs.moods.push({ status: 500 + mood });
    expect(await code(byReplicate().paint(commission, { onBegun }))).toBe('provider/unavailable');
    expect(theirs.of(/cancel$/)).toEqual([]);
    theirs.moods.push({
      status: 200,
      body: { id: 'p1', error: null, status: 'succeeded', version: 'abc', output: `${theirs.url}/out.png` },
    });
    const { image, version } = await byReplicate().paint(commission, { begun: names[0] });
    expect([names, usual.file.equals(image), version]).toEqual([['p1'], true, 'abc']);
    expect(theirs.of(/^POST .*predictions$/)).toHaveLength(1);
  });

  test.each([
    ['nothing of it any more', { status: 404, body: { detail: 'Not found' } }],
    ['that it was called off', { status: 200, body: { id: 'p1', error: null, status: 'canceled' } }],
    [
      'no picture any more',
      { status: 200, body: { id: 'p1', error: null, status: 'succeeded', output: null } },
    ],
  ])('that knows %s begins anew', async (_, mood) => {
    theirs.moods.push(mood);
    const { image } = await byReplicate().paint(commission, { begun: 'p1' });
    expect([usual.file.equals(image), theirs.of(/^POST .*predictions$/).length]).toEqual([true, 1]);
  });

  test.each([
    ['throttles without end', { status: 429, body: throttled.body, headers: { 'retry-after': '0' } }],
    ['is broken', { status: 500 }],
  ] as const)('that %s counts as away, after some tries', async (_, mood) => {
    theirs.moods.push(mood, mood, mood, mood);
    expect(await code(byReplicate().paint(commission))).toBe('provider/unavailable');
    expect(theirs.asked).toHaveLength(3);
  });

  test('that takes an order and does not answer in time is not given a second one', async () => {
    theirs.moods.push('silence');
    expect(await code(byReplicate().paint(commission))).toBe('provider/timed-out');
    expect(theirs.asked).toHaveLength(1);
  });

  test('that does not answer a question is asked it again', async () => {
    theirs.becomes.after = 0;
    theirs.moods.push({ status: 201, body: { id: 'p1', error: null, status: 'starting' } }, 'silence');
    theirs.moods.push({
      status: 200,
      body: { id: 'p1', error: null, status: 'succeeded', output: `${theirs.url}/out.png` },
    });
    expect(usual.file.equals((await byReplicate().paint(commission)).image)).toBe(true);
  });

  test.each([401, 402, 404, 422])('that answers %d is not asked again', async (status) => {
    theirs.moods.push({ status, body: { detail: 'the words of the input: canary', status } });
    const fault = await byReplicate()
      .paint(commission)
      .catch((error: unknown) => error);
    expect(String(fault)).toContain('provider/refused');
    expect(String(fault)).not.toContain('canary');
    expect(theirs.asked).toHaveLength(1);
  });

  test('that will not paint it by its rules has declined; that fails otherwise has failed', async () => {
    Object.assign(theirs.becomes, {
      status: 'failed',
      error: 'The input or output was flagged as sensitive. Please try again with different inputs. (E005)',
    });
    expect(await code(byReplicate().paint(commission))).toBe('provider/declined');
    Object.assign(theirs.becomes, { error: 'CUDA out of memory' });
    expect(await code(byReplicate().paint(commission))).toBe('provider/refused');
    Object.assign(theirs.becomes, { status: 'aborted', error: null });
    expect(await code(byReplicate().paint(commission))).toBe('provider/refused');
  });

  test('that takes for ever is given up, and told so', async () => {
    theirs.becomes.after = 1e9;
    expect(await code(byReplicate({ deadlineMs: 60 }).paint(commission))).toBe('provider/timed-out');
    expect(theirs.statusOf(theirs.latest())).toBe('canceled');
  });

  test('is called off when nobody wants the picture any more', async () => {
    theirs.becomes.after = 1e9;
    const leaving = new AbortController();
    const painting = code(byReplicate().paint(commission, { signal: leaving.signal }));
    await until(() => theirs.of(/^GET/).length > 1);
    leaving.abort();
    expect(await painting).toBe('20');
    expect(theirs.statusOf(theirs.latest())).toBe('canceled');
  });

  test.each([
    ['another host', 'https://elsewhere.example/out.png'],
    ['a host that only ends like it', 'https://evilreplicate.delivery/out.png'],
    ['the machine itself', 'http://127.0.0.1:1/out.png'],
    ['the cloud’s metadata', 'http://169.254.169.254/latest/meta-data'],
    ['its delivery, but in the clear', 'http://replicate.delivery/out.png'],
  ])('is not followed to %s', async (_, output) => {
    theirs.becomes.output = output;
    const fault = await byReplicate()
      .paint(commission)
      .catch((error: unknown) => error);
    expect(String(fault)).toContain('another host');
  });

  test('is not followed where its server sends us on, and not beyond forty megabytes', async () => {
    theirs.becomes.file = Buffer.alloc(40_000_001);
    expect(await code(byReplicate({ patience: { ...patience, timeoutMs: 20_000 } }).paint(commission))).toBe(
      'provider/refused',
    );
    theirs.becomes.output = '/moved';
    expect(await code(byReplicate().paint(commission))).toBe('provider/unavailable');
    expect(theirs.of(/out\.png|moved/).map(({ path }) => path)).toEqual([
      '/out.png',
      ...Array(3).fill('/moved'),
    ]);
  });
});

describe('a message of Replicate', () => {
  const now = () => Math.floor(Date.now() / 1000);

  test('brings the picture at once; heard twice, or of nobody’s picture, it does no harm', async () => {
    const painter = byReplicate({ askEveryMs: 1e7, deadlineMs: 1e7 });
    theirs.becomes.after = 0;
    const painting = painter.paint(commission);
    const id = await until(() => theirs.of(/^POST/).length === 1 && theirs.latest());
    const raw = theirs.message(id);
    const headers = signedHeaders(secret, raw, now());
    const heard = new Set<unknown>();
    const ringing = setInterval(() => heard.add(painter.hear?.(raw, headers)), 5);
    const done = await painting.finally(() => clearInterval(ringing));
    expect([[...heard], Buffer.from(done.image).equals(usual.file)]).toEqual([['heard'], true]);
    expect(painter.hear?.(raw, headers)).toBe('heard');
  });

  const signed = (raw: string, at = now(), by = secret) => ({ raw, headers: signedHeaders(by, raw, at) });
  const another = `whsec_${btoa('another secret altogether')}`;

  test.each([
    ['unsigned', (raw: string) => ({ raw, headers: new Headers() })],
    ['forged', (raw: string) => signed(raw, now(), another)],
    ['forged', (raw: string) => ({ ...signed(raw), raw: raw.replace('starting', 'succeeded') })],
    ['stale', (raw: string) => signed(raw, now() - 3600)],
    ['stale', (raw: string) => signed(raw, now() + 3600)],
    ['malformed', () => signed('{"id":"../.."}')],
    ['malformed', () => signed('no json')],
  ] as const)('that is %s is not believed', (verdict, make) => {
    const { raw, headers } = make(theirs.message('p1'));
    expect(byReplicate().hear?.(raw, headers)).toBe(verdict);
  });

  test('is waited for only where somebody can send one', async () => {
    const deaf = byReplicate({ webhook: undefined });
    expect(deaf.hear).toBeUndefined();
    await deaf.paint(commission);
    const [create] = theirs.of(/^POST/);
    expect(JSON.parse(create?.body.toString() ?? '')).toEqual({ input: expect.anything() });
  });
});

describe('OpenAI', () => {
  test('is sent photo, words and size in one form, and answers with the picture', async () => {
    const painted = await byCompany(byOpenai());
    const [edit] = others.asked;
    const type = String(edit?.headers['content-type']);
    const form = await new Response(new Uint8Array(edit?.body ?? []), {
      headers: { 'content-type': type },
    }).formData();
    const image = form.get('image');
    expect(edit?.authorization).toBe('Bearer key of a test');
    expect(Object.fromEntries([...form].filter(([name]) => name !== 'image'))).toEqual({
      ...{ model: 'gpt-image-2', prompt: promptFor(job.recipe), size: '2048x2560' },
      ...{ quality: 'high', output_format: 'png', n: '1' },
    });
    expect(image instanceof Blob && (await sharp(await image.arrayBuffer()).metadata()).format).toBe('jpeg');
    expect([painted.recipe.engine, Buffer.from(painted.original).equals(usual.file)]).toEqual([
      'openai/gpt-image-2',
      true,
    ]);
  });

  test('that refuses by its rules has declined, and its words, which may repeat ours, go nowhere', async () => {
    others.moods.push({ status: 400, body: blocked.body });
    const fault = await byOpenai()
      .paint(commission)
      .catch((error: unknown) => error);
    expect(String(fault)).toBe('Fault: provider/declined {"provider":"openai","status":400}');
  });

  test('that does not answer in time is not asked twice: it may have painted, and charged for it', async () => {
    others.moods.push('silence');
    expect(await code(byOpenai().paint(commission))).toBe('provider/timed-out');
    expect(others.asked).toHaveLength(1);
  });

  test('that is busy or broken is asked again, and counts as away in the end', async () => {
    others.moods.push(
      { status: 429, headers: { 'retry-after': 'Wed, 21 Oct 2015 07:28:00 GMT' } },
      { status: 503 },
    );
    expect(usual.file.equals((await byOpenai().paint(commission)).image)).toBe(true);
    others.moods.push({ status: 500 }, { status: 502 }, { status: 503 });
    expect(await code(byOpenai().paint(commission))).toBe('provider/unavailable');
  });

  test.each([
    ['a wrong key', { status: 401, body: { error: { code: 'invalid_api_key' } } }],
    ['no picture in it', { status: 200, body: { data: [] } }],
    ['a page', { status: 200, body: ['no'] }],
  ])('with %s is refused', async (_, mood) => {
    others.moods.push(mood);
    expect(await code(byOpenai().paint(commission))).toBe('provider/refused');
  });

  test('that sends a broken picture is found out where it is opened', async () => {
    others.becomes.file = Buffer.from('not a picture');
    const { original } = await byCompany(byOpenai());
    expect(await code(here.paint({ ...job, original }))).toBe('studio/photo-unreadable');
  });
});
