/** How long things are kept: an end moves with what happens, and an end that has come does not. */
import { describe, expect, test } from 'bun:test';
import type { Effect } from '../../src/eventsourcing/effect.ts';
import { Holder } from '../../src/modules/accounts/account.events.ts';
import { account } from '../../src/modules/accounts/account.ts';
import { TextHash } from '../../src/modules/consent/consent.events.ts';
import { consent } from '../../src/modules/consent/consent.ts';
import { PolicyDocument } from '../../src/modules/policies/policy.events.ts';
import { policy } from '../../src/modules/policies/policy.ts';
import { request } from '../../src/modules/privacy/request.ts';
import { boughtPortraitDays, openOrderDaysMax } from '../../src/personal-data/periods.ts';
import type { Category } from '../../src/personal-data/register.ts';
import { accountIdOf } from '../../src/processes/account-id.ts';
import { closeAccountWhenErasureAccepted } from '../../src/processes/close-account-when-erasure-accepted.ts';
import { destroyKeysWhenErasureAccepted } from '../../src/processes/destroy-keys-when-erasure-accepted.ts';
import { endWhatIsOverdueEveryTenMinutes } from '../../src/processes/end-what-is-overdue-every-ten-minutes.ts';
import { moveEndsByLog, onlyNearer } from '../../src/processes/ends-from-log.ts';
import type { Ports } from '../../src/processes/index.ts';
import { keepFilesWhenMasterRendered } from '../../src/processes/keep-files-when-master-rendered.ts';
import { moveEndOfContactWhenOrderPlaced } from '../../src/processes/move-end-of-contact-when-order-placed.ts';
import { moveEndOfContactWhenSignedIn } from '../../src/processes/move-end-of-contact-when-signed-in.ts';
import { moveEndOfEvidenceWhenConsentChanged } from '../../src/processes/move-end-of-evidence-when-consent-changed.ts';
import { moveEndOfFilesWhenOrderEnded } from '../../src/processes/move-end-of-files-when-order-ended.ts';
import { moveEndOfRequestWhenAnswered } from '../../src/processes/move-end-of-request-when-answered.ts';
import { moveEndsWhenGalleryAskedAnew } from '../../src/processes/move-ends-when-gallery-asked-anew.ts';
import { moveEndsWhenGalleryChosen } from '../../src/processes/move-ends-when-gallery-chosen.ts';
import { moveEndsWhenPhotoUsed } from '../../src/processes/move-ends-when-photo-used.ts';
import { consenter, contact, line, portraitId, requestId } from '../modules/facts.ts';
import { opening, ref } from '../shop.ts';
import { deeds } from './deeds.ts';
import { type Working, working } from './working.ts';

const after = (days: number, from = opening): string =>
  new Date(Date.parse(from) + days * 86_400_000).toISOString();

/** The same day of a later year. */
const yearsLater = (years: number, time: string): string =>
  `${Number(time.slice(0, 4)) + years}${time.slice(4)}`;

async function story() {
  const it = working();
  return { ...it, ...deeds(it) };
}
type Story = Awaited<ReturnType<typeof story>>;

/** The end of what is held: the latest of its keys. */
async function endOf({ vault }: Working, category: Category, item?: string): Promise<string | undefined> {
  const held = (await vault.keysOf([ref('Ada')])).filter((key) => key.category === category);
  return held.filter((key) => item === undefined || key.item === item).at(-1)?.expiresAt;
}

/** Every job that there was, twice: one that comes again, or late, moves no end elsewhere. */
async function moved(it: Working, effect: Effect<Ports>): Promise<void> {
  const jobs = await it.reader().jobsOf(effect);
  expect(jobs.length).toBeGreaterThan(0);
  for (const job of [...jobs, ...jobs]) await it.perform(effect, job);
}

const until = (it: Working, day: string): void => {
  it.time.now = `${day}T09:00:00.000Z`;
};

describe('move ends when photo used', () => {
  test('a photo lives thirty days after its last painting, and its portraits with it', async () => {
    const it = await story();
    await it.sends();
    await it.wants();
    until(it, '2026-12-04');
    await it.wants('pop-art');
    await it.settle();
    await moved(it, moveEndsWhenPhotoUsed);
    expect(await endOf(it, 'media.upload')).toBe(after(40));
    expect(await endOf(it, 'media.portrait', portraitId('ada engraving'))).toBe(after(40));
    expect(await endOf(it, 'portrait.recipe', portraitId('ada engraving'))).toBe(after(40));
  });

  const ordered = async (lines = [line()]) => {
    const it = await story();
    await it.sends();
    for (const { style } of lines) await it.wants(style);
    await it.settle();
    await it.orders('gift', { lines });
    await it.settle();
    return it;
  };

  test('one that is ordered from lives as long as the order may take', async () => {
    const it = await ordered();
    await moved(it, moveEndsWhenPhotoUsed);
    expect(await endOf(it, 'media.upload')).toBe(`${after(openOrderDaysMax).slice(0, 10)}T00:00:00.000Z`);
  });

  test('and thirty days after the order is off', async () => {
    const it = await ordered();
    until(it, '2026-12-04');
    await it.cancels();
    await it.settle();
    expect(await endOf(it, 'media.upload')).toBe(after(40));
  });

  test('a portrait that was bought lives longer, and its photo does not', async () => {
    const it = await ordered([line({ kind: 'file' })]);
    await it.pays();
    await it.settle();
    await moved(it, moveEndsWhenPhotoUsed);
    expect(await endOf(it, 'media.upload')).toBe(after(30));
    expect(await endOf(it, 'media.portrait', portraitId('ada engraving'))).toBe(after(boughtPortraitDays));
  });

  test('of two portraits only the one that was bought lives longer', async () => {
    const it = await ordered([line({ kind: 'file' })]);
    await it.wants('pop-art');
    await it.pays();
    await it.settle();
    expect(await endOf(it, 'media.portrait', portraitId('ada pop-art'))).toBe(after(30));
  });

  const inGallery = async () => {
    const it = await ordered([line({ kind: 'file' })]);
    await it.pays();
    await it.allows();
    await it.settle();
    return it;
  };

  test('in a gallery what was bought has no end, and neither has its photo', async () => {
    const it = await inGallery();
    await moved(it, moveEndsWhenGalleryChosen);
    expect(await endOf(it, 'media.portrait', portraitId('ada engraving'))).toStartWith('9999-');
    expect(await endOf(it, 'media.upload')).toStartWith('9999-');
  });

  test('and its ends are everybody’s again, when its owner says stop', async () => {
    const it = await inGallery();
    await it.withdraws();
    await it.settle();
    expect(await endOf(it, 'media.portrait', portraitId('ada engraving'))).toBe(after(boughtPortraitDays));
    expect(await endOf(it, 'media.upload')).toBe(after(30));
  });

  test('and thirty days after its words have changed, unless its owner allows them anew', async () => {
    const it = await inGallery();
    const publish = (day: string, words: string) => {
      const consents = [{ purpose: 'portrait.gallery', textSha256: words.repeat(64) }];
      const sections = [{ id: 'changes', title: 'Changes', paragraphs: [words], rows: [] }];
      const document = PolicyDocument.parse({ sections, rows: [], consents });
      const put = { type: 'PublishPolicy', day, document } as const;
      return it.must(it.handle(policy, 'privacy', put, it.context('accountability')));
    };
    await publish('2026-11-24', 'a');
    await it.settle();
    expect(await endOf(it, 'media.upload')).toStartWith('9999-');
    it.time.now = after(200);
    await publish('2027-06-12', 'b');
    await it.settle();
    await moved(it, moveEndsWhenGalleryAskedAnew);
    expect(await endOf(it, 'media.portrait', portraitId('ada engraving'))).toBe(after(230));
    expect(await endOf(it, 'media.upload')).toBe(after(230));
    it.time.now = after(210);
    const anew = { purposes: ['portrait.gallery'], textSha256: TextHash.parse('b'.repeat(64)) } as const;
    const give = { type: 'GiveConsent', person: consenter(), ...anew, anew: false } as const;
    await it.must(it.handle(consent, ref('Ada'), give, it.context('accountability')));
    await it.settle();
    expect(await endOf(it, 'media.upload')).toStartWith('9999-');
  });

  test('a gallery keeps nothing that nobody bought', async () => {
    const it = await story();
    await it.sends();
    await it.wants();
    await it.allows();
    await it.settle();
    expect(await endOf(it, 'media.portrait', portraitId('ada engraving'))).toBe(after(30));
  });

  test('what is past its end stays so, whatever happens to it', async () => {
    const it = await ordered();
    it.time.now = after(400);
    await it.cancels();
    await it.settle();
    const end = await endOf(it, 'media.upload');
    expect(end !== undefined && end < it.time.now).toBe(true);
  });
});

describe('an address', () => {
  test('is kept two years after the last order', async () => {
    const it = await story();
    await it.orders();
    it.time.now = after(100);
    await it.orders('other');
    await moved(it, moveEndOfContactWhenOrderPlaced);
    expect(await endOf(it, 'contact')).toBe(yearsLater(2, after(100)));
  });

  test('or the last sign-in', async () => {
    const it = await story();
    const accountId = accountIdOf(ref('Ada'));
    const holder = Holder.parse({ ref: ref('Ada'), contact: contact('Ada') });
    const open = { type: 'OpenAccount', accountId, holder, by: 'link' } as const;
    await it.must(it.handle(account, accountId, open, it.context('account.access')));
    it.time.now = after(100);
    const signIn = { type: 'SignIn', accountId, by: 'link', joined: 0 } as const;
    await it.must(it.handle(account, accountId, signIn, it.context('account.access')));
    await moved(it, moveEndOfContactWhenSignedIn);
    expect(await endOf(it, 'contact')).toBe(yearsLater(2, after(100)));
  });
  test('and with it that of a guest who joined the account, and of nobody else', async () => {
    const it = await story();
    await it.orders();
    const accountId = accountIdOf(ref('Grace'));
    const holder = Holder.parse({ ref: ref('Grace'), contact: contact('Grace') });
    const open = { type: 'OpenAccount', accountId, holder, by: 'link' } as const;
    await it.must(it.handle(account, accountId, open, it.context('account.access')));
    const signIn = { type: 'SignIn', accountId, by: 'link', joined: 1 } as const;
    const signsIn = async (day: number) => {
      it.time.now = after(day);
      await it.must(it.handle(account, accountId, signIn, it.context('account.access')));
      await moved(it, moveEndOfContactWhenSignedIn);
    };
    await signsIn(100);
    expect(await endOf(it, 'contact')).toBe(yearsLater(2, opening));
    it.joined.set(accountId, [ref('Ada')]);
    await signsIn(200);
    expect(await endOf(it, 'contact')).toBe(yearsLater(2, after(200)));
  });
});

describe('the files that were bought', () => {
  const rendered = async () => {
    const it = await story();
    await it.sends();
    await it.wants();
    await it.settle();
    await it.orders('gift', { lines: [line()] });
    await it.settle();
    await it.pays();
    await it.settle();
    return it;
  };
  test('are kept while their order is under way', async () => {
    const it = await rendered();
    await moved(it, keepFilesWhenMasterRendered);
    expect(await endOf(it, 'media.master')).toBe(after(openOrderDaysMax));
  });
  test('and sixty days after it is done', async () => {
    const it = await rendered();
    it.time.now = after(10);
    await it.labShips();
    await it.settle();
    await moved(it, moveEndOfFilesWhenOrderEnded);
    expect(await endOf(it, 'media.master')).toBe(after(70));
  });
  test('and not at all once it is off', async () => {
    const it = await rendered();
    await it.cancels('gift', 'by-shop');
    await moved(it, moveEndOfFilesWhenOrderEnded);
    expect(await endOf(it, 'media.master')).toBe(it.time.now);
  });
});

describe('proof', () => {
  test('of a consent is kept as long as it holds, and three years more', async () => {
    const it = await story();
    await it.allows();
    await moved(it, moveEndOfEvidenceWhenConsentChanged);
    expect(await endOf(it, 'consent.evidence')).toStartWith('9999-');
    it.time.now = after(10);
    await it.withdraws();
    await moved(it, moveEndOfEvidenceWhenConsentChanged);
    expect(await endOf(it, 'consent.evidence')).toBe(yearsLater(3, after(10)));
  });
  test('of a consent counts down once its person is erased, however late anybody works it out', async () => {
    const it = await story();
    await it.allows();
    await it.settle();
    it.time.now = after(10);
    await it.asksToBeErased();
    await it.settle();
    it.time.now = after(20);
    await moved(it, moveEndOfEvidenceWhenConsentChanged);
    expect(await endOf(it, 'consent.evidence')).toBe(yearsLater(3, after(10)));
    expect(await it.typesIn(`consent-${ref('Ada')}`)).toEqual(['ConsentGiven', 'ConsentWithdrawn']);
  });
  test('of a consent that was given while its person was being erased counts down as well', async () => {
    const it = await story();
    await it.asksToBeErased();
    await it.effectuate(destroyKeysWhenErasureAccepted);
    await it.allows();
    await it.settle();
    expect(await endOf(it, 'consent.evidence')).toBe(yearsLater(3, opening));
  });
  test('of a consent that ended between two looks counts down from its end', async () => {
    const it = await story();
    await it.allows();
    const [job] = await it.reader().jobsOf(moveEndOfEvidenceWhenConsentChanged);
    if (job === undefined) throw new Error('no job');
    let looks = 0;
    const historyOf: Ports['historyOf'] = async (...of) => {
      const past = await it.historyOf(...of);
      if (looks++ === 0) await it.withdraws();
      return past;
    };
    await it.perform(moveEndOfEvidenceWhenConsentChanged, job, { ...it.ports, historyOf });
    expect(await endOf(it, 'consent.evidence')).toBe(yearsLater(3, opening));
  });
  test('of a request is kept three years from its answer', async () => {
    const it = await story();
    await it.asks('complaint');
    it.time.now = after(5);
    const answer = { type: 'AnswerRequest', requestId: requestId('complaint'), outcome: 'done' } as const;
    const told = { ...answer, answer: null };
    await it.must(it.handle(request, requestId('complaint'), told, it.context('accountability')));
    it.time.now = after(6);
    await moved(it, moveEndOfRequestWhenAnswered);
    expect(await endOf(it, 'rights.requests')).toBe(yearsLater(3, after(5)));
  });
});

/** Until when each thing is kept. */
const endsOf = async (it: Working) =>
  (await it.vault.keysOf([ref('Ada')])).map(({ category, item, expiresAt }) => ({
    category,
    item,
    expiresAt,
  }));

const logOf = async function* (it: Working) {
  yield* await it.store.readAll(-1n);
};

describe('ends from the log', () => {
  /** Somebody who bought, allowed and asked; in a vault that heard of it all. */
  const busy = async () => {
    const it = await story();
    await it.sends();
    await it.wants();
    await it.settle();
    it.time.now = after(3);
    await it.orders('gift', { lines: [line()] });
    await it.settle();
    await it.pays();
    await it.settle();
    it.time.now = after(10);
    await it.labShips();
    await it.allows();
    await it.asks('restriction');
    await it.settle();
    it.time.now = after(12);
    return it;
  };
  test('are those that a vault had, which has forgotten what moved them', async () => {
    const it = await busy();
    const before = await endsOf(it);
    const movable: readonly Category[] = [
      ...(['contact', 'media.upload', 'media.portrait', 'portrait.recipe'] as const),
      ...(['media.master', 'consent.evidence', 'rights.requests'] as const),
    ];
    for (const { category, item } of before.filter((one) => movable.includes(one.category)))
      await it.vault.expire({ subject: ref('Ada'), category, item }, after(13));
    expect(await endsOf(it)).not.toEqual(before);
    for (let again = 0; again < 2; again++) await moveEndsByLog(logOf(it), it.ports);
    expect(await endsOf(it)).toEqual(before);
  });
  test('count down from an erasure what a consent had kept', async () => {
    const it = await busy();
    await it.asksToBeErased();
    await it.settle();
    const before = await endsOf(it);
    await moveEndsByLog(logOf(it), it.ports);
    expect(await endsOf(it)).toEqual(before);
    expect(await endOf(it, 'consent.evidence')).toBe(yearsLater(3, after(12)));
  });
  test('come nearer, and never move away, where the log is what was put back', async () => {
    const it = await busy();
    const [sooner, later] = [after(13), after(5000)];
    await it.vault.expire({ subject: ref('Ada'), category: 'consent.evidence' }, sooner);
    await it.vault.expire({ subject: ref('Ada'), category: 'rights.requests' }, later);
    const { vault } = it;
    const port = {
      ...it.ports.vault,
      keysOf: vault.keysOf.bind(vault),
      expire: vault.expire.bind(vault),
    };
    await moveEndsByLog(logOf(it), { ...it.ports, vault: onlyNearer(port) });
    expect(await endOf(it, 'consent.evidence')).toBe(sooner);
    expect(await endOf(it, 'rights.requests')).toBe(yearsLater(3, after(10)));
  });
});

describe('close account when erasure accepted', () => {
  const signedUp = async () => {
    const it = await story();
    const accountId = accountIdOf(ref('Ada'));
    const holder = Holder.parse({ ref: ref('Ada'), contact: contact('Ada') });
    const open = { type: 'OpenAccount', accountId, holder, by: 'link' } as const;
    await it.must(it.handle(account, accountId, open, it.context('account.access')));
    return { ...it, types: () => it.typesIn(`account-${accountId}`) };
  };
  test('with everything about somebody goes their account, once', async () => {
    const it = await signedUp();
    await it.asksToBeErased();
    await it.react(closeAccountWhenErasureAccepted);
    for (let again = 0; again < 2; again++) await it.reactAnew(closeAccountWhenErasureAccepted);
    expect(await it.types()).toEqual(['AccountOpened', 'AccountClosed']);
  });
  test('with one photo it does not', async () => {
    const it = await signedUp();
    await it.asksToBeErased('farewell', { scope: 'photo' });
    await it.react(closeAccountWhenErasureAccepted);
    expect(await it.types()).toEqual(['AccountOpened']);
  });
  test('of a guest there is none to close', async () => {
    const it = await story();
    await it.asksToBeErased();
    await it.react(closeAccountWhenErasureAccepted);
    expect(await it.typesIn(`account-${accountIdOf(ref('Ada'))}`)).toEqual([]);
  });
});

test('end what is overdue every ten minutes is called by its file, and asked for by the calendar', async () => {
  const it = await story();
  const fine: Story = it;
  const asked: string[] = [];
  const clocks = { system: fine.clock, database: async () => fine.clock(), newestEvent: async () => null };
  const scheduled = endWhatIsOverdueEveryTenMinutes({
    ...{ vault: fine.vault, blobs: fine.blobs, ledger: fine.ledger, clocks },
    lookUp: { forget: async () => 0 },
    logDestroyed: async (kids) => void asked.push(...kids),
  });
  await fine.sends();
  it.time.now = after(31);
  await scheduled.perform();
  expect(asked.length).toBeGreaterThan(0);
  expect(fine.files.blobs.size).toBe(0);
});
