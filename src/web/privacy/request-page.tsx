/** `/requests/:token`: how a request stands, for whoever holds its link. */
import { type RequestRow, requestOf } from '../../../projections/requests.ts';
import { RequestId } from '../../modules/privacy/request.events.ts';
import { numberOf } from '../../processes/write-about-request.ts';
import { html, refuse } from '../answers.tsx';
import { Log } from '../components/axes.tsx';
import { longDate } from '../components/format.ts';
import { PageHead } from '../components/layout.tsx';
import { Note, Status, type Tone } from '../components/notes.tsx';
import type { LogEntry } from '../components/shapes.ts';
import { notFound } from '../problems/problem.ts';
import type { Shop } from '../shop.ts';
import { visitOf } from '../visit.ts';
import { stateOf } from './request-view.ts';
import { extensionReasons, kindWords } from './words.ts';

export async function showRequestPage(shop: Shop, request: Request, token: string): Promise<Response> {
  const row = await requestByToken(shop, token);
  if (row === undefined) return refuse(shop, request, notFound);
  const visit = await visitOf(shop, request);
  const number = numberOf(row.number);
  const answer =
    row.answer && (await shop.openAs('holder-of-the-request-link')(row.answer, 'account.access'));
  const props = {
    ...{ number, what: kindWords[row.kind], ...stateOf(row), dueOn: row.dueOn, log: logOf(row) },
    answer: answer?.is === 'value' ? answer.value.text : undefined,
    refused: row.outcome === 'refused',
  };
  return html(shop, visit, { title: `Request ${number}`, page: <RequestPage {...props} /> });
}

export async function requestByToken(
  { tokens, reads }: Shop,
  token: string,
): Promise<RequestRow | undefined> {
  const requestId = RequestId.safeParse(tokens.read('request', token));
  return requestId.success ? requestOf(reads.requests, requestId.data) : undefined;
}

function logOf(row: RequestRow): readonly LogEntry[] {
  const { madeAt, acknowledgedAt, extendedBecause, answeredAt, dueOn } = row;
  const because =
    extendedBecause === 'complex' || extendedBecause === 'many-requests' ? extendedBecause : undefined;
  return [
    { at: madeAt, says: 'You asked.' },
    ...(acknowledgedAt === null ? [] : [{ at: acknowledgedAt, says: 'It arrived; a person reads it.' }]),
    ...(because === undefined
      ? []
      : [{ at: `${dueOn}T00:00:00Z`, says: `It takes until then, because ${extensionReasons[because]}.` }]),
    ...(answeredAt === null ? [] : [{ at: answeredAt, says: 'It was answered.' }]),
  ].toReversed();
}

export type RequestPageProps = {
  /** "R-0031". */
  readonly number: string;
  readonly what: string;
  readonly state: string;
  readonly tone: Tone;
  readonly dueOn: string;
  readonly log: readonly LogEntry[];
  readonly answer?: string | undefined;
  readonly refused: boolean;
};

export const RequestPage = ({ number, what, state, tone, dueOn, log, answer, refused }: RequestPageProps) => (
  <div class="wrap--text stack gap-6">
    <PageHead title={what} over={<p class="s soft">{number}</p>} />
    <p class="row">
      <Status tone={tone}>{state}</Status>
      <span class="soft">An answer is due by {longDate(dueOn)}.</span>
    </p>
    {answer === undefined ? null : (
      <section class="sheet sheet--laid prose" aria-label="The answer">
        {answer.split(/\n{2,}/).map((paragraph) => (
          <p key={paragraph}>{paragraph}</p>
        ))}
      </section>
    )}
    {refused ? <Remedies /> : null}
    <Log of={log} />
    <p class="s soft">Keep the address of this page: it is the key to the request.</p>
  </div>
);

const Remedies = () => (
  <Note>
    <p>
      If you do not agree, you can complain to the data protection authority where you live, or go to court
      (GDPR Art. 12(4), 77, 79).
    </p>
  </Note>
);
