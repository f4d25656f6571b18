/** What every command says about itself, and to whoever uses it wrongly. */
import { describe, expect, test } from 'bun:test';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { complaint, run } from './run.ts';

const commands = [
  ...['audit', 'backup', 'doctor', 'keys', 'load', 'lookup', 'process', 'projection', 'restore', 'retention'],
  ...['staff', 'stream', 'subject'],
];
const nowhere = join(tmpdir(), 'portrait123-nowhere');
const somebody = '84f00998-d9ab-42aa-9350-9e736bed0341';

describe.each(commands)('%s', (name) => {
  test('begins its help with what can be typed', async () => {
    const { status, out, err } = await run(name, ['--help']);
    expect([status, err]).toEqual([0, '']);
    expect(out).toMatch(new RegExp(`^Usage:\n {4}bun run ${name}`));
    for (const told of ['--json', '--data', '--help', 'Exit status: 0']) expect(out).toContain(told);
  });

  test('answers what it does not know with one line, and one that helps', async () => {
    for (const args of [['nonsense'], ['--nonsense']]) {
      const { status, out, err } = await run(name, args);
      expect([status, out]).toEqual([2, '']);
      expect(err).toMatch(complaint);
    }
  });
});

test.each([
  ['audit', ['replay', 'consent', '--subject', somebody]],
  ['audit', ['verify']],
  ['keys', ['status']],
  ['load', []],
  ['retention', ['run', '--dry-run']],
  ['subject', ['show', somebody]],
] as const)('%s makes no data folder where there is none', async (name, args) => {
  const { status, out, err } = await run(name, [...args, '--data', nowhere]);
  expect([status, out]).toEqual([1, '']);
  expect(err).toMatch(complaint);
  expect(await Bun.file(join(nowhere, 'lock.sqlite')).exists()).toBe(false);
});

test.each([
  ['audit', ['replay']],
  ['audit', ['replay', 'consent']],
  ['audit', ['replay', 'consent', '--subject', 'ada@example.org']],
  ['audit', ['replay', 'consent', '--subject', somebody, '--at', 'yesterday']],
  ['audit', ['export', '--from', '-1', '--to', '3']],
  ['subject', ['erase', somebody, '--confirm', 'somebody else']],
  ['audit', ['replay', 'constructor']],
  ['keys', ['status', 'now']],
  ['projection', ['constructor']],
  ['staff', ['revoke', 'staff', 'ada@example.org', 'grace@example.org']],
  ['subject', ['erase', somebody, '--scope', 'all']],
  ['subject', ['disclose', somebody, '--ground', 'upkeep']],
  ['retention', ['run', '--at', 'soon']],
  ['restore', ['--confirm']],
  ['backup', ['--to', 'a']],
  ['load', ['--orders', 'many']],
  ['doctor', ['--port', '99999']],
] as const)('%s %s is asked wrongly', async (name, args) => {
  const { status, out, err } = await run(name, [...args, '--data', nowhere]);
  expect([status, out]).toEqual([2, '']);
  expect(err).toMatch(complaint);
});

test('the future is not destroyed', async () => {
  const { status, err } = await run('retention', ['run', '--at', '2099-01-01', '--data', nowhere]);
  expect([status, err.includes('--dry-run')]).toEqual([1, true]);
});

test('the register is told to people and to programs, without a shop', async () => {
  const { status, out } = await run('audit', ['register']);
  expect(status).toBe(0);
  expect(out).toContain('media.upload  the photo that you sent, its name and its size  (pd:Picture)');
  const jsonLd = JSON.parse((await run('audit', ['register', '--json-ld'])).out);
  expect(jsonLd).toMatchObject({ '@type': 'dpv:ROPA' });
});
