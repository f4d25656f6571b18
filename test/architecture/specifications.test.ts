/** Nothing is decided and nothing follows without a specification: every command, every refusal, every reaction. */
import { expect, test } from 'bun:test';
import { imports, sources, tests } from './source.ts';

const of = (folder: string) => tests.filter(({ path }) => path.startsWith(folder));
const imported = (folder: string) => of(folder).flatMap((file) => imports(file).map(({ to }) => to));

const deciders = sources.filter(
  ({ path, code }) => path.startsWith('src/modules/') && /= decider</.test(code),
);
const named = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, name = '']) => name);

/** The names in `export type OrderRefusal = 'a' | 'b';` */
const refusalsIn = (text: string) =>
  named(/export type \w+Refusal =([\s\S]*?);/.exec(text)?.[1] ?? '', /'([\w-]+)'/g);
const commandsIn = (text: string) => named(text, /Command<\s*'(\w+)'/g);

test('it looked', () => {
  expect(deciders.length).toBeGreaterThanOrEqual(15);
  expect(deciders.flatMap(({ text }) => refusalsIn(text)).length).toBeGreaterThanOrEqual(80);
  expect(deciders.flatMap(({ text }) => commandsIn(text)).length).toBeGreaterThanOrEqual(60);
});

test('every decider is given its past', () => {
  const specified = imported('test/modules/');
  expect(deciders.map(({ path }) => path).filter((path) => !specified.includes(path))).toEqual([]);
});

test('every command is asked, and every refusal is met, in a specification', () => {
  const said = of('test/modules/').map(({ text }) => text);
  const unsaid = deciders.flatMap(({ path, text }) =>
    [...commandsIn(text), ...refusalsIn(text)]
      .filter((name) => !said.some((spec) => spec.includes(`'${name}'`)))
      .map((name) => `${path}: ${name}`),
  );
  expect(unsaid).toEqual([]);
});

test('every process, effect and scheduled work is tried', () => {
  const specified = imported('test/processes/');
  const all = sources
    .map(({ path }) => path)
    .filter((path) => /^src\/processes\/[\w-]+-(when|every)-/.test(path));
  expect(all.length).toBeGreaterThanOrEqual(45);
  expect(all.filter((path) => !specified.includes(path))).toEqual([]);
});
