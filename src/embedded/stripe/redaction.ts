/** Redaction jobs (public preview): looked through first, then run; afterwards the personal fields are empty. */
import { idOf } from '../stand-in/clock.ts';
import { missing, Refusal } from './refusal.ts';
import type { Ledger, Redaction } from './state.ts';

type Objects = {
  readonly checkout_sessions?: readonly string[] | undefined;
  readonly payment_intents?: readonly string[] | undefined;
};

/** @throws Refusal 404 for what is unknown */
export function redact(
  ledger: Ledger,
  { checkout_sessions: sessions = [], payment_intents: payments = [] }: Objects,
) {
  for (const id of sessions) if (ledger.sessions.get(id) === undefined) throw missing('checkout.session', id);
  for (const id of payments) if (ledger.payments.get(id) === undefined) throw missing('payment_intent', id);
  return ledger.redactions.put({
    id: idOf('prj_'),
    created: ledger.seconds(),
    status: 'validating',
    sessions: [...sessions],
    payments: [...payments],
  });
}

/** Each look finds it a step further, as somebody who waits would. */
export function seen(ledger: Ledger, job: Redaction): Redaction {
  if (job.status === 'validating')
    return ledger.redactions.put({ ...job, status: disputed(ledger, job) ? 'failed' : 'ready' });
  if (job.status !== 'redacting') return job;
  for (const id of job.sessions) forget(ledger, id);
  return ledger.redactions.put({ ...job, status: 'succeeded' });
}

const everything = 100_000;

/** The session, the events that pictured it, and the answers that a key would repeat. */
function forget(ledger: Ledger, id: string): void {
  const session = ledger.sessions.get(id);
  if (session !== undefined) ledger.sessions.put({ ...session, email: null });
  for (const event of ledger.events.list({ limit: everything }))
    if (event.object['id'] === id)
      ledger.events.put({
        ...event,
        object: { ...event.object, customer_email: null, customer_details: null },
      });
  for (const replay of ledger.replays.list({ limit: everything }))
    if (replay.body.includes(id)) ledger.replays.remove(replay.id);
}

/** While a dispute is open, Stripe keeps what it needs for it. */
const disputed = (ledger: Ledger, { payments }: Redaction): boolean =>
  payments
    .flatMap((id) => ledger.disputes.list({ ref: id }))
    .some(({ status }) => status === 'needs_response' || status === 'under_review');

export function runRedaction(ledger: Ledger, job: Redaction): Redaction {
  if (job.status !== 'ready')
    throw new Refusal(400, `The redaction job ${job.id} is ${job.status} and cannot be run.`);
  return ledger.redactions.put({ ...job, status: 'redacting' });
}

export const redactionOf = ({ id, created, status, sessions, payments }: Redaction) => ({
  id,
  object: 'privacy.redaction_job',
  created,
  livemode: false,
  objects: { checkout_sessions: sessions, payment_intents: payments },
  status,
  validation_behavior: 'error',
});
