/** What leaves the house: every company gets what the register says that it gets, and nothing else in the clear. */
import { expect, test } from 'bun:test';
import { assume } from '../../src/eventsourcing/assume.ts';
import { request } from '../../src/modules/privacy/request.ts';
import { type Category, categories, entryOf, type Processor } from '../../src/personal-data/register.ts';
import type { Ports } from '../../src/processes/index.ts';
import { asker, line, requestId } from '../modules/facts.ts';
import { deeds } from './deeds.ts';
import { type Working, working } from './working.ts';

/** The port of each company. */
const companies = { payments: 'stripe', lab: 'prodigi', mailer: 'smtp' } as const;

/** Words of a category that stand nowhere else. */
const words: Readonly<Partial<Record<Category, RegExp>>> = {
  contact: /@example\.org/,
  'media.upload': /Ada at home|the photo ada/,
  'order.delivery': /St James Square|10115/,
  'order.shipment': /JD014600/,
  'payment.reference': /\b(cs|pi)_/,
  'abuse.signals': /192\.0\.2\.7/,
  'consent.evidence': /Keep my portraits/,
  'rights.requests': /This is how it is\.|What do you hold\?|Erase me/,
};

/** @param hear is told what each company is given */
function overheard(ports: Ports, hear: (company: Processor, given: unknown) => void): Ports {
  const listened = Object.entries(companies).map(([name, company]) => {
    const port: object = Object(Reflect.get(ports, name));
    const heard = new Proxy(port, {
      get(target, method) {
        const found: unknown = Reflect.get(target, method);
        if (typeof found !== 'function') return found;
        return (...given: readonly unknown[]) => {
          hear(company, given);
          return Reflect.apply(found, target, given);
        };
      },
    });
    return [name, heard];
  });
  return { ...ports, ...assume<Partial<Ports>>(Object.fromEntries(listened)) }; // the same ports, each as it was
}

/** Bought, printed, sent, complained about, answered, copied and refunded. */
async function life(it: Working, by: Ports): Promise<void> {
  const deed = deeds(it);
  const settle = () => it.settle((effect, job) => it.perform(effect, job, by));
  await deed.sends();
  await deed.wants('engraving');
  await settle();
  await deed.allows();
  await deed.orders('gift', { lines: [line()] });
  await deed.orders('regretted', { lines: [line()] });
  await settle();
  await deed.pays('gift');
  await deed.pays('regretted');
  await deed.cancels('regretted');
  await settle();
  await deed.asks('complaint');
  await deed.asks('copy');
  await settle();
  const answer = asker('Ada', 'This is how it is.');
  const answered = {
    type: 'AnswerRequest',
    requestId: requestId('complaint'),
    outcome: 'done',
    answer,
  } as const;
  await deed.must(it.handle(request, requestId('complaint'), answered, deed.context('accountability')));
  await deed.labShips();
  await settle();
}

/** The lab knows a parcel's number because it is the lab's. */
const theirOwn: readonly string[] = ['order.shipment prodigi'];

test('every company is given what the register says, and nothing else', async () => {
  const it = working();
  const given = new Map<Processor, string>(Object.values(companies).map((company) => [company, '']));
  const by = overheard(it.ports, (company, said) =>
    given.set(company, given.get(company) + JSON.stringify(said)),
  );
  await life(it, by);
  await deeds(it).asksToBeErased();
  await it.settle((effect, job) => it.perform(effect, job, by));
  const known = categories.filter((category) => category in words);
  const pairs = (holds: (category: Category, company: Processor) => boolean | undefined) =>
    known.flatMap((category) =>
      [...given.keys()]
        .filter((company) => holds(category, company))
        .map((company) => `${category} ${company}`)
        .filter((pair) => !theirOwn.includes(pair)),
    );
  const said = pairs((category, company) => entryOf(category).recipients.includes(company));
  expect(pairs((category, company) => words[category]?.test(given.get(company) ?? ''))).toEqual(said);
  expect(said.length).toBeGreaterThanOrEqual(6);
});

test('and the storage company is given nothing that it can read', async () => {
  const it = working();
  await life(it, it.ports);
  expect(it.files.blobs.size).toBeGreaterThanOrEqual(4);
  const stored = [...it.files.blobs.values()].map((bytes) => Buffer.from(bytes).toString('latin1')).join();
  for (const word of Object.values(words)) expect(stored).not.toMatch(word);
});
