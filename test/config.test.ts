/** The environment: every fault named at once, and never a value. */
import { describe, expect, test } from 'bun:test';
import { readConfig } from '../src/config.ts';

describe('who paints', () => {
  test('is the studio itself, unless another is named', () => {
    expect(readConfig({})).toMatchObject({ PORTRAIT_ENGINE: 'embedded', OPENAI_MODEL: 'gpt-image-2' });
    expect(readConfig({ PORTRAIT_ENGINE: '' })).toMatchObject({ PORTRAIT_ENGINE: 'embedded' });
  });

  test.each([
    ['replicate', 'REPLICATE_API_TOKEN'],
    ['openai', 'OPENAI_API_KEY'],
  ])('%s needs its key', (engine, key) => {
    expect(readConfig({ PORTRAIT_ENGINE: engine })).toEqual([
      `${key}: needed where PORTRAIT_ENGINE is ${engine}`,
    ]);
    expect(readConfig({ PORTRAIT_ENGINE: engine, [key]: 'a secret of ours' })).toMatchObject({
      PORTRAIT_ENGINE: engine,
    });
  });
});

test('an address of a company ends before the path that is put behind it', () => {
  const config = readConfig({
    ...{ REPLICATE_URL: 'https://replicate.test/', OPENAI_URL: 'https://openai.test/of/ours//' },
    PRODIGI_URL: 'https://prodigi.test/',
  });
  expect(config).toMatchObject({
    ...{ REPLICATE_URL: 'https://replicate.test', OPENAI_URL: 'https://openai.test/of/ours' },
    PRODIGI_URL: 'https://prodigi.test',
  });
});

test('every fault is named at once, and none shows what was set', () => {
  const faults = readConfig({
    ...{ PORTRAIT_ENGINE: 'dall-e', REPLICATE_MODEL: 'no model', REPLICATE_WEBHOOK_SECRET: 'canary' },
    ...{ DATABASE_URL: 'postgres://canary@127.0.0.1/shop', PRODIGI_URL: 'canary' },
  });
  expect(faults).toHaveLength(5);
  expect(JSON.stringify(faults)).not.toContain('canary');
});
