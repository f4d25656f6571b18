/** Every version of the privacy policy: for the page, "as of", and what differs between two. */
import { projection } from '../src/eventsourcing/projection.ts';
import type { Rows } from '../src/eventsourcing/table.ts';
import {
  type PolicyDocument,
  type PolicyEvent,
  type PolicyVersion,
  policyStream,
} from '../src/modules/policies/policy.events.ts';

export type PolicyVersionRow = {
  readonly version: PolicyVersion;
  readonly number: number;
  readonly document: PolicyDocument;
  readonly changed: readonly string[];
  readonly asksAgain: readonly string[];
  readonly publishedAt: string;
};

export const policies = projection<PolicyVersionRow, PolicyEvent>({
  name: 'policies',
  version: 1,
  columns: {
    version: 'text',
    number: 'integer',
    document: 'jsonb',
    changed: 'jsonb',
    asksAgain: 'jsonb',
    publishedAt: 'timestamptz',
  },
  streams: [policyStream],
  key: ({ version }) => version,

  on: {
    PolicyPublished: (_, { type: __, ...published }, { created }) => ({ ...published, publishedAt: created }),
  },
  forget: 'values',
});

/** Newest first. */
export const policyVersions = (rows: Rows<PolicyVersionRow>): Promise<readonly PolicyVersionRow[]> =>
  rows.all({ by: 'number', descending: true });

/** Since when a consent is asked in the words of today; '' if they never changed. */
export async function askedAnewAt(rows: Rows<PolicyVersionRow>, purpose: string): Promise<string> {
  const versions = await policyVersions(rows);
  return versions.find(({ asksAgain }) => asksAgain.includes(purpose))?.publishedAt ?? '';
}
