/** What takes two people: asked by one, approved by another, done once; at their desks and on the command line. */
import { describe, expect, test } from 'bun:test';
import { existsSync } from 'node:fs';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { latestApprovals } from '../../projections/approvals.ts';
import { SubjectRef } from '../../src/personal-data/personal.ts';
import { run } from '../scripts/run.ts';
import { atWork } from './at-work.ts';
import { eventually, openShopBehindProxy, shopOfThisFile } from './opened-shop.ts';
import type { Surfer } from './surfer.ts';
import { visitor } from './visitor.ts';

const shop = await shopOfThisFile(openShopBehindProxy);
const within = await shop.enter();

const command = (name: string, ...args: readonly string[]) => run(name, [...args, '--data', shop.data]);
const inUse = async () => (await within.shop.desks.upkeep.keys()).inUse?.version;
/** Once the read model has it: a command writes from another process. */
const newest = (status = 'asked') =>
  eventually(`an approval that is ${status}`, async () => {
    const [row] = await latestApprovals(within.shop.reads.approvals);
    return row?.status === status ? row : undefined;
  });

async function asks(who: Surfer, base: string, fields: Record<string, string>): Promise<string> {
  expect((await who.post(base, fields)).headers.get('location')).toBe(base);
  return (await newest()).approvalId;
}

/** The sentence that a refusal is answered with. */
async function refusal(answer: Promise<Response>): Promise<string> {
  const { status } = await answer;
  expect(status).toBe(422);
  return (await answer).text();
}

async function buyer() {
  const ada = await visitor(shop);
  await ada.order(await ada.portrait(await ada.photo(), 'engraving'), 'framed-20x25', 'walnut-white');
  const session = await within.shop.sessions.of(
    new Request(shop.url, { headers: { authorization: `Bearer ${ada.token}` } }),
  );
  return { who: ada, ref: SubjectRef.parse(session?.subject) };
}

test('where nobody else could approve it, one does it on the machine, and the log says so', async () => {
  const before = await inUse();
  const { status, err } = await command('keys', 'rotate');
  expect([status, err]).toEqual([0, expect.stringContaining('the log says so')]);
  expect(await inUse()).not.toBe(before);
  expect(await newest('alone')).toMatchObject({ act: 'rotate-keys', askedBy: null });
});

describe('the key-encryption key', () => {
  const base = '/ops/approvals';
  const what = { act: 'rotate-keys', ground: 'incident' };

  test('is renewed before its time by two operators, once', async () => {
    const [grace, edsger] = [await atWork(shop, within.shop, 'ops'), await atWork(shop, within.shop, 'ops')];
    const alone = await command('keys', 'rotate');
    expect([alone.status, alone.err]).toEqual([1, expect.stringContaining('this takes two people')]);
    const id = await asks(grace.who, base, what);
    const before = await inUse();
    expect(await refusal(grace.who.post(`${base}/${id}/do`))).toContain('Nobody else has approved it yet.');
    expect(await refusal(grace.who.post(`${base}/${id}/approve`))).toContain('somebody else has to approve');
    expect((await edsger.who.post(`${base}/${id}/do`)).status).toBe(403);
    expect((await edsger.who.post(`${base}/${id}/approve`)).status).toBe(303);
    expect(await inUse()).toBe(before);
    expect((await grace.who.post(`${base}/${id}/do`)).status).toBe(303);
    const after = await inUse();
    expect(after).not.toBe(before);
    expect(await refusal(grace.who.post(`${base}/${id}/do`))).toContain('It is over');
    expect(await inUse()).toBe(after);
    expect(await newest('used')).toMatchObject({ ground: 'incident' });
  });

  test('is renewed on the machine with what another approved, and with nothing else', async () => {
    const [grace, edsger] = [await atWork(shop, within.shop, 'ops'), await atWork(shop, within.shop, 'ops')];
    const id = await asks(grace.who, base, what);
    const early = await command('keys', 'rotate', '--approval', id);
    expect([early.status, early.err]).toEqual([1, expect.stringContaining('Nobody else has approved it')]);
    await edsger.who.post(`${base}/${id}/approve`);
    const before = await inUse();
    expect((await command('keys', 'rotate', '--approval', id)).status).toBe(0);
    expect(await inUse()).not.toBe(before);
    expect((await command('keys', 'rotate', '--approval', id)).status).toBe(1);
  });

  test('stays as it is after a no, and when the other has taken it back', async () => {
    const [grace, edsger] = [await atWork(shop, within.shop, 'ops'), await atWork(shop, within.shop, 'ops')];
    const declined = await asks(grace.who, base, what);
    await edsger.who.post(`${base}/${declined}/decline`);
    const takenBack = await asks(grace.who, base, what);
    await edsger.who.post(`${base}/${takenBack}/approve`);
    await grace.who.post(`${base}/${takenBack}/take-back`);
    for (const id of [declined, takenBack])
      expect(await refusal(grace.who.post(`${base}/${id}/do`))).toContain('It is over');
  });
});

describe('a person’s data', () => {
  const base = '/officer/approvals';
  const Told = z.object({
    subjects: z.array(z.string()),
    records: z.array(
      z.object({ personal: z.array(z.object({ category: z.string(), is: z.string() }).loose()) }),
    ),
  });

  test('are disclosed by two officers: what the register lets open for a claim, told before it is read', async () => {
    const { ref: ada, who: her } = await buyer();
    const [mary, joan] = [
      await atWork(shop, within.shop, 'privacy-officer'),
      await atWork(shop, within.shop, 'privacy-officer'),
    ];
    expect(await (await mary.who.get(base)).text()).toContain('and no picture');
    const form = { act: 'disclose', ground: 'court-order', person: ada, once: crypto.randomUUID() };
    const id = await asks(mary.who, base, form);
    expect(await asks(mary.who, base, form)).toBe(id); // pressed twice, asked once
    await joan.who.post(`${base}/${id}/approve`);
    const answer = await mary.who.post(`${base}/${id}/do`);
    expect(answer.headers.get('content-disposition')).toStartWith('attachment');
    const text = await answer.text();
    const told = Told.parse(JSON.parse(text));
    const values = told.records.flatMap(({ personal }) => personal);
    const opened = new Set(values.filter(({ is }) => is === 'value').map(({ category }) => category));
    expect(opened.has('order.delivery')).toBe(true);
    for (const kept of ['contact', 'portrait.recipe', 'media.upload']) expect(opened.has(kept)).toBe(false);
    expect(text).not.toContain('ada.canary@example.org'); // where to write to is not asked for
    const history = await within.shop.recordsAbout(ada);
    expect(history.steps.map(({ recorded: { type } }) => type)).toEqual(
      expect.arrayContaining(['ApprovalAsked', 'ApprovalUsed', 'DataOpened']),
    );
    expect((await mary.who.post(`${base}/${id}/do`)).status).toBe(422);
    const openings = await her.ask('GET', '/privacy/processing');
    expect(await openings.text()).toContain('A person of ours');
  });

  test('are disclosed on the machine into a file of its own: a file that is there already costs no approval', async () => {
    const { ref: ada } = await buyer();
    const [mary, joan] = [
      await atWork(shop, within.shop, 'privacy-officer'),
      await atWork(shop, within.shop, 'privacy-officer'),
    ];
    const id = await asks(mary.who, base, { act: 'disclose', ground: 'authority', person: ada });
    const out = join(shop.data, '..', `told-${id}.json`);
    const disclose = () => command('subject', 'disclose', ada, '--approval', id, '--out', out);
    expect((await disclose()).err).toContain('Nobody else has approved it');
    expect(existsSync(out)).toBe(false);
    await joan.who.post(`${base}/${id}/approve`);
    await writeFile(out, 'of somebody else', { mode: 0o644 });
    const refused = await disclose();
    expect([refused.status, refused.err]).toEqual([1, expect.stringContaining('is there already')]);
    expect(await readFile(out, 'utf8')).toBe('of somebody else');
    await rm(out);
    expect((await disclose()).status).toBe(0);
    expect((await stat(out)).mode & 0o777).toBe(0o600);
    expect(Told.parse(JSON.parse(await readFile(out, 'utf8'))).subjects).toContain(ada);
    await rm(out);
  });

  test('are held for a claim and let go again by two, and an erasure destroys nothing meanwhile', async () => {
    const { ref: ada } = await buyer();
    const [mary, joan] = [
      await atWork(shop, within.shop, 'privacy-officer'),
      await atWork(shop, within.shop, 'privacy-officer'),
    ];
    const both = async (act: string) => {
      const id = await asks(mary.who, base, { act, ground: 'legal-claim', person: ada });
      await joan.who.post(`${base}/${id}/approve`);
      expect((await mary.who.post(`${base}/${id}/do`)).status).toBe(303);
      return (await within.shop.vault.keysOf([ada])).map(({ hold }) => hold);
    };
    expect(new Set(await both('place-hold'))).toEqual(new Set([true]));
    expect(await within.shop.vault.condemn({ subject: ada }, 'erasure')).toEqual([]);
    expect(new Set(await both('lift-hold'))).toEqual(new Set([false]));
  });

  test('are nobody’s whom the shop does not know, and are asked for on a ground', async () => {
    const mary = await atWork(shop, within.shop, 'privacy-officer');
    const person = crypto.randomUUID();
    expect(await refusal(mary.who.post(base, { act: 'disclose', ground: 'court-order' }))).toContain(
      'no reference of a person',
    );
    expect(await refusal(mary.who.post(base, { act: 'disclose', ground: 'curiosity', person }))).toContain(
      'Choose a ground',
    );
    expect(await refusal(mary.who.post(base, { act: 'disclose', ground: 'upkeep', person }))).toContain(
      'That is no ground for it.',
    );
    expect(await refusal(mary.who.post(base, { act: 'rotate-keys', ground: 'upkeep' }))).toContain(
      'Choose what is to be done',
    );
  });
});

test('each desk has its own, and an auditor reads all of them', async () => {
  const [grace, carol] = [await atWork(shop, within.shop, 'ops'), await atWork(shop, within.shop, 'auditor')];
  const officers = (await latestApprovals(within.shop.reads.approvals)).find(({ act }) => act === 'disclose');
  expect((await grace.who.post(`/ops/approvals/${officers?.approvalId}/approve`)).status).toBe(404);
  const page = await (await carol.who.get('/audit/approvals')).text();
  expect(page).toContain('Disclose for a legal claim');
  expect(page).toContain('Done by one, on the machine');
  expect(page).not.toContain('Approve<');
});
