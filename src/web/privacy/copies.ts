/** `/copies/:token`: the archive that somebody asked for; to them alone, for as long as its key lives. */
import { requestOf } from '../../../projections/requests.ts';
import { RequestId } from '../../modules/privacy/request.events.ts';
import { numberOf } from '../../processes/write-about-request.ts';
import { refuse } from '../answers.tsx';
import { forbidden, gone, notFound } from '../problems/problem.ts';
import { actorOf } from '../session.ts';
import type { Shop } from '../shop.ts';
import { visitOf } from '../visit.ts';
import { peopleOf } from './people.ts';

/** The link alone does not open it: mail is forwarded, and read by more than one. */
export async function downloadCopy(shop: Shop, request: Request, token: string): Promise<Response> {
  const requestId = RequestId.safeParse(shop.tokens.read('copy', token));
  const row = requestId.success ? await requestOf(shop.reads.requests, requestId.data) : undefined;
  if (row === undefined || row.blob === null) return refuse(shop, request, notFound);
  const { session } = await visitOf(shop, request);
  if (session === undefined || !peopleOf(session).includes(row.owner))
    return refuse(shop, request, forbidden);
  const opened = await shop.openAs(actorOf(session)).blob(row.blob, 'rights.copy', 'rights.access');
  if (opened.is !== 'value') return refuse(shop, request, { ...gone, type: 'link-expired', title: over });
  const { stream, byteLength, contentType } = opened.value;
  const name = `portrait123-${numberOf(row.number).toLowerCase()}.zip`;
  return new Response(request.method === 'HEAD' ? null : stream, {
    headers: {
      ...{ 'content-type': contentType, 'content-length': String(byteLength), 'cache-control': 'no-store' },
      'content-disposition': `attachment; filename="${name}"`,
    },
  });
}

const over = 'This copy waited for seven days, and is gone. Ask for another.';
