/** `/audit/replay`: told by the functions of `bun run audit replay`; the log is read, and nothing else. */
import type { RecordedEvent } from '../../../eventsourcing/event-store.ts';
import { SubjectRef } from '../../../personal-data/personal.ts';
import { type Replay, replay } from '../../../personal-data/replay.ts';
import { decoded } from '../../../processes/streams.ts';
import type { FieldError } from '../../components/shapes.ts';
import { type Choice, choicesIn, keyWords, standingIn } from '../../history/consents.ts';
import { findingsIn } from '../../history/findings.ts';
import { basisName, purposeName } from '../../history/register-words.ts';
import { actorName, toldIn } from '../../history/told.ts';
import { type Desk, deskPage } from '../desk.ts';
import type { Event } from '../parts.tsx';
import type { Audited } from './audited.ts';
import { ReplayPage, type ReplayPageProps } from './replay.tsx';

export async function showReplay(desk: Desk): Promise<Response> {
  const asked = desk.visit.url.searchParams;
  const given = {
    ...{ subject: (asked.get('subject') ?? '').trim(), at: (asked.get('at') ?? '').trim() },
    what: asked.get('what') === 'processing' ? ('processing' as const) : ('consent' as const),
  };
  const outcome = given.subject === '' ? { errors: [] } : await replayed(desk.shop, given);
  const page = <ReplayPage {...given} {...outcome} />;
  const status = outcome.errors.length > 0 ? 422 : 200;
  return deskPage(desk, { title: 'Replay', page, status });
}

type Given = Pick<ReplayPageProps, 'subject' | 'at' | 'what'>;
type Outcome = Pick<ReplayPageProps, 'errors' | 'told'>;

async function replayed(shop: Audited, { subject, at, what }: Given): Promise<Outcome> {
  const ref = SubjectRef.safeParse(subject);
  const until = momentIn(at);
  const errors: FieldError[] = [];
  if (!ref.success)
    errors.push({ field: 'subject', says: 'A reference such as 84f00998-d9ab-42aa-9350-9e736bed0341.' });
  if (until === 'no-time')
    errors.push({ field: 'at', says: 'A time such as 2026-11-21T14:21:00Z, or a day.' });
  if (!ref.success || until === 'no-time') return { errors };
  const told = await replay(ref.data, upTo(until, shop.desks.auditing.everything()), decoded);
  if (told.steps.length === 0)
    return {
      errors: [{ field: 'subject', says: 'The log tells nothing of this reference up to that moment.' }],
    };
  return { errors, told: toldOf(told, what) };
}

/** A day means its end. */
function momentIn(at: string): string | undefined | 'no-time' {
  if (at === '') return undefined;
  const whole = /^\d{4}-\d{2}-\d{2}$/.test(at) ? `${at}T23:59:59.999Z` : at;
  const ms = /^\d{4}-\d{2}-\d{2}T/.test(whole) ? Date.parse(whole) : Number.NaN;
  return Number.isNaN(ms) ? 'no-time' : new Date(ms).toISOString();
}

async function* upTo(
  at: string | undefined,
  events: AsyncIterable<RecordedEvent>,
): AsyncGenerator<RecordedEvent> {
  for await (const recorded of events) if (at === undefined || recorded.created <= at) yield recorded;
}

function toldOf(told: Replay, what: Given['what']): NonNullable<ReplayPageProps['told']> {
  const choices = choicesIn(told);
  const dead = told.keys.filter(({ destroyed }) => destroyed !== null).length;
  return {
    entries: what === 'consent' ? choices.map((choice) => choiceOf(choice, told)) : told.steps.map(stepOf),
    standing:
      what === 'consent'
        ? standingIn(choices).map((one) => ({ ...one, purpose: purposeName(one.purpose) }))
        : [],
    findings: findingsIn(told).map(({ place, says }) => `${place}: ${says}`),
    keys: `${told.steps.length} events; ${told.keys.length} keys, of which ${dead} are destroyed.`,
  };
}

function choiceOf(
  { purpose, is, at, by, textSha256, policyVersion, event, evidence }: Choice,
  told: Replay,
): Event {
  const key = evidence === null ? [] : [keyWords(told.keys.find(({ kid }) => kid === evidence))];
  const shown = textSha256 === null ? [] : [`words with the SHA-256 ${textSha256}`];
  const says = `${is === 'allowed' ? 'Allowed' : 'Withdrawn'}: ${purposeName(purpose)}`;
  const note = [...shown, `policy of ${policyVersion}`, `by ${actorName(by)}`, ...key].join('; ');
  return { key: `${event}${purpose}`, at, says, note };
}

const stepOf = (step: Replay['steps'][number]): Event => {
  const { event, at, says, type, place, by, purpose, legalBasis, policyVersion } = toldIn(step);
  const why = `${purposeName(purpose)}: ${basisName(legalBasis)}; policy of ${policyVersion}`;
  return { key: event, at, says, note: `${type}, ${place}, by ${actorName(by)}; ${why}` };
};
