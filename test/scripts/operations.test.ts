/** What operations have at a command line: looks into an open shop, backups and their return, and a log that was edited. */
import { beforeAll, describe, expect, test } from 'bun:test';
import { chmod, mkdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { eventually, shopOfThisFile } from '../journeys/opened-shop.ts';
import type { Visitor } from '../journeys/rights.ts';
import { mails, pay, visitor } from '../journeys/visitor.ts';
import { unzip } from '../processes/unzip.ts';
import { run } from './run.ts';

const shop = await shopOfThisFile();
const { data } = shop;
const aside = join(data, '..');
const here = (name: string) => join(aside, name);
let ref = '';
let order = '';
let after = '';
let letters = 0;
let bea: Visitor;

/** Until when the proof of what Bea allowed is kept; null while it holds. */
const proofOfBea = async () => {
  const { held } = Object(await (await bea.ask('GET', '/privacy/held')).json());
  return held.find(({ what }: { what: string }) => what === 'What you allowed')?.until;
};

const command = (name: string, ...args: readonly string[]) => run(name, [...args, '--data', data]);
const json = async (name: string, ...args: readonly string[]) =>
  JSON.parse((await command(name, ...args, '--json')).out);

const Shown = z.object({ held: z.array(z.object({ category: z.string(), expiresAt: z.string() })) });
/**
 * What was held of Ada when the backup was made; what she asked later has a key that is younger. Pictures of an order
 * that is under way have an end that is counted from today.
 */
const heldOfAda = async () =>
  Shown.parse(await json('subject', 'show', ref))
    .held.filter(({ category }) => category !== 'rights.requests')
    .map((one) => (/^(media|portrait)\./.test(one.category) ? { ...one, expiresAt: 'under way' } : one));

/** Letters that say that an order is confirmed. */
const confirmations = async () =>
  (await mails(shop)).filter(({ subject }) => subject.includes('we have started')).length;

/** Somebody orders a print, and a second person allows a gallery; what is told of them is looked at below. */
beforeAll(async () => {
  bea = await visitor(shop);
  await bea.ask('PUT', '/privacy/consents', { purpose: 'portrait.gallery', allow: true });
  const ada = await visitor(shop);
  const portrait = await ada.portrait(await ada.photo());
  await ada.ask('PUT', '/privacy/consents', { purpose: 'portrait.gallery', allow: true });
  const placed = await ada.order(portrait, 'framed-20x25', 'walnut-white');
  await pay(shop, placed.payment.url);
  order = placed.id;
  await ada.until(order, ({ print }) => print?.status === 'in-progress', 'with the lab');
  const explained = await json('audit', 'why', `order-${order}@0`);
  after = explained.told.event;
  ref = (await json('audit', 'export', '--from', '0', '--to', '1000')).events.find(
    ({ event }: { event: { id: string } }) => event.id === after,
  ).event.metadata.subjects[0];
}, 180_000);

describe('while the shop is open', () => {
  test('an auditor is told what was done with a person’s data, and why one thing happened', async () => {
    const { status, out } = await command('audit', 'replay', 'processing', '--subject', ref);
    expect(status).toBe(0);
    expect(out).toContain('for €70.90, to DE.');
    expect(out).toContain('Nothing was found to object to.');
    expect(out).not.toContain('canary');
    const why = await command('audit', 'why', `order-${order}@1`);
    expect(why.out).toContain('What led to it\n');
    expect(why.out).toContain('The payment was made.');
  });

  test('the log is as the notary witnessed it, and a bundle of it is checked without the shop', async () => {
    const newest = await eventually('witnessed', async () => {
      const told = await json('audit', 'verify');
      return told.after === 0 ? told : undefined;
    });
    expect(newest).toMatchObject({ finding: null });
    await Bun.write(here('checkpoint'), newest.checkpoint);
    await Bun.write(here('bundle.json'), (await command('audit', 'export', '--subject', ref)).out);
    const checked = await run('audit', ['verify-bundle', here('bundle.json'), '--key', newest.verifierKey]);
    expect([checked.status, checked.out.split(':')[0]]).toEqual([0, 'genuine']);
    const replayed = await run('audit', [
      'replay',
      'consent',
      '--subject',
      ref,
      '--bundle',
      here('bundle.json'),
    ]);
    expect(replayed.out).toContain('portrait.gallery   allowed since');
  });

  test('the doctor finds nothing, until others may read a key', async () => {
    expect(await command('doctor')).toMatchObject({ status: 0 });
    const [key] = new Bun.Glob('*').scanSync(`${data}-keys`);
    await chmod(join(`${data}-keys`, key ?? ''), 0o644);
    const { status, out } = await command('doctor');
    expect([status, out.includes('→ chmod')]).toEqual([1, true]);
    await chmod(join(`${data}-keys`, key ?? ''), 0o600);
  });

  test('what is held is shown without being opened, and copied for the person’s own access', async () => {
    const shown = await command('subject', 'show', ref);
    expect(shown.out).toContain(order);
    expect(shown.out).not.toContain('canary');
    expect((await command('subject', 'export', ref)).out).toContain('ada.canary@example.org');
    const archive = () => command('subject', 'export', ref, '--out', here('copy.zip'));
    expect((await archive()).out).toMatch(/copy\.zip: \d+ records, \d+ files?/);
    expect((await stat(here('copy.zip'))).mode & 0o777).toBe(0o600);
    const copy = unzip(await readFile(here('copy.zip'))).get('data.json');
    expect(String(copy)).toContain('ada.canary@example.org');
    expect(await archive()).toMatchObject({ status: 1, err: expect.stringContaining('is there already') });
  });

  test('nothing is overdue today, and much will be', async () => {
    expect(await json('retention', 'run', '--dry-run')).toMatchObject({ due: [], held: [] });
    const then = await json('retention', 'run', '--dry-run', '--at', '2099-01-01');
    expect(then.due.length).toBeGreaterThan(5);
    expect(await json('retention', 'run')).toEqual({ keys: 0, files: 0, held: 0 });
  });

  test('a load is placed, and its figures told', async () => {
    const told = await json('load', '--orders', '4', '--visitors', '1');
    expect(told).toMatchObject({ orders: 4, failures: [] });
    expect(told.steps.find(({ what }: { what: string }) => what === 'order').count).toBe(4);
  }, 90_000);
});

describe('a backup', () => {
  test('is made while the shop is open, in two places, and over no other', async () => {
    const sets = ['--to', here('log-1'), '--vault-to', here('vault-1')];
    letters = await confirmations();
    const made = await command('backup', ...sets);
    expect(made).toMatchObject({ status: 0 });
    expect(await command('backup', ...sets)).toMatchObject({ status: 1 });
    const within = await command('backup', '--to', here('log-2'), '--vault-to', here('log-2/vault'));
    expect(within).toMatchObject({ status: 2 });
  });

  test('is not put back under a running shop', async () => {
    const sets = ['--from', here('log-1'), '--vault-from', here('vault-1')];
    expect((await command('restore', ...sets)).status).toBe(0); // looked at, and no more
    expect((await command('restore', ...sets, '--confirm')).err).toContain('another shop runs on');
  });

  test('brings nobody back who was erased after it was made', async () => {
    expect(await command('subject', 'erase', ref)).toMatchObject({ status: 0 });
    const erased = await command('subject', 'erase', ref, '--confirm', ref, '--out', here('er.jws'));
    expect(erased).toMatchObject({ status: 0 });
    expect(await proofOfBea()).toBe(null);
    await bea.ask('PUT', '/privacy/consents', { purpose: 'portrait.gallery', allow: false });
    await eventually('Bea’s proof counts down', async () => (await proofOfBea()) ?? undefined);
    await Bun.write(here('jwks.json'), await (await fetch(`${shop.url}/.well-known/jwks.json`)).text());
    await shop.close();
    const receipt = await run('audit', ['verify-receipt', here('er.jws'), '--keys', here('jwks.json')]);
    expect([receipt.status, receipt.out.split(':')[0]]).toEqual([0, 'genuine']);

    const log = await command('restore', '--from', here('log-1'), '--confirm');
    expect(log.out).toContain('2 people had withdrawn since: withdrawn again'); // Bea; and Ada, by her erasure

    const sets = ['--from', here('log-1'), '--vault-from', here('vault-1'), '--confirm'];
    const restored = await command('restore', ...sets);
    expect(restored.out).toMatch(/destroyed +[1-9]\d* keys? again/);
    expect(restored.out).toMatch(/ends +of [1-9]\d* things, as the log gives them/);
    expect(restored.out).toContain(`${ref} had asked for an erasure`);
    const held = await json('subject', 'show', ref);
    expect(held.held.map(({ category }: { category: string }) => category)).not.toContain('media.upload');
    const again = await command('subject', 'erase', ref, '--confirm', ref); // with nobody's worker but its own
    expect(again).toMatchObject({ status: 0 });
  }, 120_000);

  test('writes no letter twice', async () => {
    await shop.reopen();
    await eventually('witnessed', async () => {
      const told = await json('audit', 'verify'); // so every reader has gone through what was put back
      return told.after === 0 ? told : undefined;
    });
    expect([letters, await confirmations()]).toEqual([1, 1]);
    await shop.close();
  }, 60_000);

  test('of the vault alone forgets neither whom the log erased since, nor until when the rest is kept', async () => {
    const before = await heldOfAda();
    expect(before.map(({ category }) => category)).toContain('consent.evidence');
    expect(before.filter(({ expiresAt }) => expiresAt.startsWith('9999-'))).toEqual([]);
    const restored = await command('restore', '--vault-from', here('vault-1'), '--confirm');
    expect([restored.err, restored.status]).toEqual(['', 0]);
    expect(restored.out).toMatch(/destroyed +[1-9]\d* keys? again/);
    expect(await heldOfAda()).toEqual(before);
  }, 60_000);

  test('is closed by a rotation of the key-encryption key', async () => {
    expect((await command('keys', 'rotate')).status).toBe(0);
    expect((await command('keys', 'status')).status).toBe(0);
    const { status, err } = await command('restore', '--vault-from', here('vault-1'));
    expect([status, err.includes('does not open any more')]).toEqual([1, true]);
  });

  test('that came to no end is not served', async () => {
    await mkdir(here('broken'), { recursive: true });
    await Bun.write(join(data, 'restore-under-way'), '');
    expect((await command('subject', 'show', ref)).err).toContain('did not come to its end');
    await rm(join(data, 'restore-under-way'));
  });
});

test('whoever edits the log is found, by the event', async () => {
  const log = new DatabaseSync(join(data, 'events.db'));
  const row = log
    .prepare('select position, data from event where type = ? order by position')
    .get('OrderConfirmed');
  const forged = Buffer.from(String(Buffer.from(Object(row?.['data']))).replace('standard', 'express!'));
  log.prepare('update event set data = ? where position = ?').run(forged, Number(row?.['position']));
  log.close();
  const { status, out } = await command('audit', 'verify');
  expect(status).toBe(1);
  expect(out).toMatch(/finding +altered, entry \d+, order-[^:]+: not as it was witnessed: its data/);
});
