/**
 * A copy of everything about somebody (GDPR Art. 15, 20): what the log tells of them, with every value that still
 * opens, in a shape that a program reads by its schema. Of other people it holds nothing.
 */
import { z } from 'zod';
import type { JsonObject } from '../eventsourcing/event-store.ts';
import { ConsentReceipt } from './consent-record.ts';
import { type BlobRef, BlobRef as BlobRefSchema, type Sealed, type SubjectRef } from './opaque.ts';
import type { Open } from './open.ts';
import { lasting } from './periods.ts';
import { recipientsOf } from './recipients.ts';
import { articles } from './record-of-processing.ts';
import { type Category, categories, entryOf, type PurposeOf, processors, purposes } from './register.ts';
import type { Replay, Step } from './replay.ts';
import { clearPart, isSealed, placesIn } from './slots.ts';
import type { HeldRow } from './vault.ts';

export const copyFormat = 'portrait123-copy-1';

const time = z.iso.datetime();
const json = z.json();

const Value = z.object({
  slot: z.string(),
  category: z.string(),
  is: z.enum(['value', 'erased', 'expired', 'restricted', 'withheld', 'of-another-person']),
  value: json.optional(),
});
const Record = z.object({
  at: time,
  event: z.string(),
  stream: z.string(),
  purpose: z.string(),
  legalBasis: z.string(),
  policyVersion: z.string(),
  facts: json,
  personal: z.array(Value),
});
const File = z.object({
  path: z.string(),
  category: z.string(),
  mediaType: z.string(),
  bytes: z.int(),
  sha256: z.string().length(64),
  at: time,
  /** The record that tells of it. */
  event: z.string(),
});
const Held = z.object({
  category: z.string(),
  says: z.string(),
  things: z.int(),
  purposes: z.array(z.object({ name: z.string(), says: z.string(), legalBasis: z.string() })),
  until: time,
  rule: z.string(),
  source: z.string(),
  recipients: z.array(z.object({ name: z.string(), where: z.string(), transfer: z.string().nullable() })),
});

/** What `data.json` of a copy is: published as a JSON Schema. */
export const CopyDocument = z.object({
  $schema: z.string(),
  format: z.literal(copyFormat),
  madeAt: time,
  request: z.string(),
  subjects: z.array(z.string()),
  policyVersion: z.string(),
  held: z.array(Held),
  records: z.array(Record),
  consents: z.array(ConsentReceipt),
  files: z.array(File),
});
export type CopyDocument = z.output<typeof CopyDocument>;
export const copySchema = z.toJSONSchema(CopyDocument, { target: 'draft-2020-12' });
export type CopyRecord = z.output<typeof Record>;
export type CopyFile = z.output<typeof File>;

/** One record per event about them, with what is theirs opened, and what is another's named and no more. */
export async function recordsOf(
  { subject, steps }: Replay,
  open: Open,
  purpose: PurposeOf<Category> = 'rights.access',
): Promise<readonly CopyRecord[]> {
  const records: CopyRecord[] = [];
  for (const step of steps) records.push(await recordOf(subject, step, open, purpose));
  return records;
}

async function recordOf(
  subject: SubjectRef,
  { recorded, told = {} }: Step,
  open: Open,
  openedFor: PurposeOf<Category>,
): Promise<CopyRecord> {
  const { created, type, stream, metadata } = recorded;
  const personal: z.output<typeof Value>[] = [];
  for (const { ref, slot, value } of placesIn(told)) {
    if (!isSealed(value)) continue;
    const isTheirs = ref === subject;
    personal.push(
      isTheirs
        ? { slot, category: value.category, ...(await openedOf(value, open, openedFor)) }
        : { slot, category: value.category, is: 'of-another-person' },
    );
  }
  const { purpose, legalBasis, policyVersion: policy } = metadata;
  const facts: JsonObject = clearPart(told);
  return {
    ...{ at: created, event: type, stream, purpose, legalBasis, policyVersion: policy },
    ...{ facts: z.json().parse(facts), personal },
  };
}

async function openedOf(
  value: Sealed,
  open: Open,
  purpose: PurposeOf<Category>,
): Promise<Pick<z.output<typeof Value>, 'is' | 'value'>> {
  const opened = await open(value, purpose);
  return opened.is === 'value' ? { is: 'value', value: z.json().parse(opened.value) } : { is: opened.is };
}

export type FileOf = {
  readonly ref: BlobRef;
  readonly at: string;
  readonly event: string;
};

/** Every file that an event about them names, once; whose it is, its key says. */
export function filesIn({ steps }: Replay): readonly FileOf[] {
  const found = new Map<BlobRef, FileOf>();
  for (const { recorded, told = {} } of steps)
    for (const value of Object.values(told)) {
      const ref = BlobRefSchema.safeParse(value).data;
      if (ref !== undefined && !found.has(ref))
        found.set(ref, { ref, at: recorded.created, event: recorded.type });
    }
  return [...found.values()];
}

/** What is held on that day, category by category, in the register's words. @param painters that painted for them */
export const heldIn = (keys: readonly HeldRow[], painters: readonly string[]): CopyDocument['held'] =>
  categories.flatMap((category) => {
    const theirs = keys.filter((key) => key.category === category);
    const until = theirs
      .map(({ expiresAt }) => expiresAt)
      .toSorted()
      .at(-1);
    if (until === undefined) return [];
    const { says, purposes: uses, retention } = entryOf(category);
    return [
      {
        ...{ category, says, things: theirs.length, until, source: retention.source },
        rule: `${lasting(retention)} after ${retention.after}`,
        purposes: uses.map((name) => ({
          name,
          says: purposes[name].says,
          legalBasis: articles[purposes[name].basis],
        })),
        recipients: recipientsOf(category, painters).map((name) => {
          const { where, transfer } = processors[name];
          return { name, where, transfer };
        }),
      },
    ];
  });

/** The same in the terms of the W3C Data Privacy Vocabulary. */
export const copyAsJsonLd = (copy: CopyDocument): JsonObject => ({
  '@context': {
    ...{ dpv: 'https://w3id.org/dpv#', pd: 'https://w3id.org/dpv/pd#' },
    ...{ 'eu-gdpr': 'https://w3id.org/dpv/legal/eu/gdpr#', dct: 'http://purl.org/dc/terms/' },
    ...{ dcat: 'http://www.w3.org/ns/dcat#', xsd: 'http://www.w3.org/2001/XMLSchema#' },
    rdf: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
  },
  '@id': `urn:uuid:${copy.request}`,
  '@type': 'dcat:Dataset',
  'dct:conformsTo': [{ '@id': 'eu-gdpr:A15' }, { '@id': 'eu-gdpr:A20' }],
  'dct:created': { '@type': 'xsd:dateTime', '@value': copy.madeAt },
  'dpv:hasDataSubject': copy.subjects.map((ref) => ({
    '@id': `urn:uuid:${ref}`,
    '@type': 'dpv:DataSubject',
  })),
  'dpv:hasProcess': copy.held.map(processOf),
  'dcat:distribution': copy.files.map(({ path, mediaType, bytes, sha256, at }) => ({
    '@type': 'dcat:Distribution',
    ...{ 'dcat:downloadURL': { '@id': path }, 'dcat:mediaType': mediaType, 'dcat:byteSize': bytes },
    ...{ 'dct:identifier': `sha256:${sha256}`, 'dct:created': at },
  })),
  'dct:hasPart': copy.records.map(({ at, event, purpose, legalBasis, personal }) => ({
    ...{ '@type': 'dpv:Process', 'dct:title': event, 'dct:date': at, 'dct:subject': purpose },
    'dpv:hasLegalBasis': legalBasis,
    'dpv:hasPersonalData': personal.map(({ category, is, value }) => ({
      ...{ '@id': termOf(category), 'dct:type': category, 'dpv:hasStatus': is },
      ...(value === undefined ? {} : { 'rdf:value': { '@type': '@json', '@value': value } }),
    })),
  })),
});

const processOf = ({ category, says, until, purposes: uses }: CopyDocument['held'][number]): JsonObject => ({
  ...{ '@type': 'dpv:Process', 'dct:title': category, 'dct:description': says },
  'dpv:hasPersonalData': { '@id': termOf(category) },
  'dpv:hasStorageCondition': { 'dct:valid': { '@type': 'xsd:dateTime', '@value': until } },
  'dpv:hasPurpose': uses.map(({ name, legalBasis }) => ({
    ...{ 'dct:title': name, 'dpv:hasLegalBasis': { '@id': legalBasis } },
  })),
});

const termOf = (category: string): string => {
  const known = categories.find((one) => one === category);
  return known === undefined ? 'dpv:PersonalData' : entryOf(known).dpv;
};
