/** `/audit`: the log is verified, the rest is counted. */
import { count, exactTime } from '../../components/format.ts';
import { type Desk, deskPage } from '../desk.ts';
import type { Verification } from '../ports.ts';
import type { Audited } from './audited.ts';
import { entryOf } from './erasures-pages.tsx';
import { figuresOf, requestsByWeek } from './facts.ts';
import { AuditPage, type AuditPageProps } from './overview.tsx';

export async function showOverview(desk: Desk): Promise<Response> {
  const props = await propsOf(desk.shop);
  const refreshSeconds = props.log.is === 'unknown' ? 5 : undefined;
  return deskPage(desk, { title: 'Overview', page: <AuditPage {...props} />, refreshSeconds });
}

async function propsOf(shop: Audited): Promise<AuditPageProps> {
  const [requests, erasures, verification] = await Promise.all([
    shop.reads.requests.all({ by: 'madeAt' }),
    shop.reads.erasures.all({ by: 'acceptedAt', descending: true }),
    shop.desks.auditing.verification(),
  ]);
  return {
    log: logOf(verification),
    figures: await figuresOf(shop, requests, erasures),
    requests: requestsByWeek(requests, erasures, shop.clock()),
    erasures: erasures.slice(0, 5).map(entryOf),
  };
}

function logOf(verification: Verification | undefined): AuditPageProps['log'] {
  if (verification === undefined)
    return { is: 'unknown', says: 'It is being read from its beginning, and held against its signed tree.' };
  const { finding, witnessed, size, after, at, tookMs } = verification;
  if (finding !== null) {
    const place = finding.place === null ? '' : ` ${finding.place}`;
    const entry = finding.index === null ? '' : `, entry ${count(finding.index)}`;
    return { is: 'broken', says: `${finding.is.replaceAll('-', ' ')}${entry}:${place} ${finding.says}.` };
  }
  if (witnessed === null)
    return { is: 'unknown', says: 'The notary has signed nothing yet. It runs with the shop’s worker.' };
  const newer = after === 0 ? '' : ` ${count(after)} newer ones wait for the next checkpoint.`;
  return {
    is: 'whole',
    says: `${count(size)} events, each held against the signed tree; it took ${(tookMs / 1000).toFixed(1)} s, and ended ${exactTime(at)}.${newer}`,
    proof: { root: witnessed.root, signedBy: witnessed.signedBy },
  };
}
