/** `/privacy`: the version that holds, one of another day, and what differs between two; also for programs. */
import { z } from 'zod';
import { type PolicyVersionRow, policyVersions } from '../../../projections/policies.ts';
import { PolicyDocument, PolicyVersion } from '../../modules/policies/policy.events.ts';
import { html, json, refuse } from '../answers.tsx';
import { shortDate } from '../components/format.ts';
import { notFound } from '../problems/problem.ts';
import type { Shop } from '../shop.ts';
import { visitOf } from '../visit.ts';
import { shownFrom } from './difference.ts';
import { PolicyPage, type PolicyPageProps } from './policy.tsx';

type Asked = { readonly version: string | null; readonly at: string | null; readonly compare: string | null };

const askedIn = (request: Request, version?: string): Asked => {
  const { searchParams } = new URL(request.url);
  const compare = searchParams.get('compare');
  return {
    version: version ?? searchParams.get('version'),
    at: searchParams.get('at'),
    compare: compare === '' ? null : compare,
  };
};

/** Query: `version` or `at` (a day), and `compare`. */
export async function showPolicy(shop: Shop, request: Request, version?: string): Promise<Response> {
  const versions = await policyVersions(shop.reads.policies);
  const asked = askedIn(request, version);
  const shown = chosen(versions, asked);
  if (shown === undefined) return refuse(shop, request, unknown(versions, asked));
  const visit = await visitOf(shop, request);
  const page = <PolicyPage {...propsOf(versions, shown, asked.compare)} />;
  return html(shop, visit, { title: 'Privacy policy', page });
}

/** The newest by default; by name; or whichever held on a day. */
function chosen(versions: readonly PolicyVersionRow[], { version, at }: Asked): PolicyVersionRow | undefined {
  if (version !== null && version !== '') return versions.find((one) => one.version === version);
  if (at === null || at === '') return versions[0];
  return versions.find(({ publishedAt }) => publishedAt.slice(0, 'yyyy-mm-dd'.length) <= at);
}

/** It names what there is: the last before that day, or the first of all. */
function unknown(versions: readonly PolicyVersionRow[], { version, at }: Asked) {
  const wanted = version ?? at ?? '';
  const nearest = versions.find((one) => one.version <= wanted) ?? versions.at(-1);
  return {
    ...notFound,
    title: 'There is no such version of the policy.',
    safe: nearest === undefined ? [] : [`The nearest is ${nearest.version}: /privacy/${nearest.version}`],
  };
}

function propsOf(
  versions: readonly PolicyVersionRow[],
  shown: PolicyVersionRow,
  compare: string | null,
): PolicyPageProps {
  const other = versions.find(({ version }) => version === compare);
  const inForce = shown === versions[0];
  return {
    ...{ version: shown.version, since: shown.publishedAt, inForce, compareWith: other?.version },
    versions: versions.map(({ version, publishedAt }) => ({
      ...{ value: version, label: `${shortDate(publishedAt)} (${version})` },
    })),
    changes: other === undefined ? undefined : changesBetween(versions, other, shown),
    ...shownFrom(shown.document, other?.document),
  };
}

/** Over all versions from the older one to the newer. */
function changesBetween(
  versions: readonly PolicyVersionRow[],
  a: PolicyVersionRow,
  b: PolicyVersionRow,
): string {
  const [from, to] = [Math.min(a.number, b.number), Math.max(a.number, b.number)];
  const between = versions.filter(({ number }) => number > from && number <= to);
  const parts = new Set(between.flatMap(({ changed }) => changed));
  const again = new Set(between.flatMap(({ asksAgain }) => asksAgain));
  const what =
    parts.size === 0
      ? 'Nothing differs.'
      : `${parts.size} ${parts.size === 1 ? 'part differs' : 'parts differ'}: what was added is underlined, what went is struck through.`;
  return `${what} ${again.size === 0 ? 'Nobody was asked for a consent again.' : 'Whoever had allowed what changed is asked again.'}`;
}

const words = z.array(z.string()).readonly();
const Version = z.object({
  ...{ version: PolicyVersion, number: z.int().positive(), publishedAt: z.iso.datetime() },
  ...{ changed: words, asksAgain: words.describe('consents that are asked anew') },
});

export const PolicyList = z.object({ versions: z.array(Version).readonly().describe('newest first') });
type PolicyList = z.output<typeof PolicyList>;

export async function listPolicies(shop: Shop): Promise<Response> {
  const versions = await policyVersions(shop.reads.policies);
  return json<PolicyList>({
    versions: versions.map(({ version, number, publishedAt, changed, asksAgain }) => ({
      ...{ version, number, publishedAt, changed, asksAgain },
    })),
  });
}

export const PolicyTold = Version.extend({ document: PolicyDocument, inForce: z.boolean() });
type PolicyTold = z.output<typeof PolicyTold>;

export async function showPolicyJson(shop: Shop, request: Request, version?: string): Promise<Response> {
  const versions = await policyVersions(shop.reads.policies);
  const asked = askedIn(request, version);
  const shown = chosen(versions, asked);
  if (shown === undefined) return refuse(shop, request, unknown(versions, asked));
  return json<PolicyTold>({ ...shown, inForce: shown === versions[0] });
}
