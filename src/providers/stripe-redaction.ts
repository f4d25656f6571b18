/** Redaction jobs, by which Stripe forgets who paid: a public preview that its SDK does not know yet. */
import type Stripe from 'stripe';
import { z } from 'zod';

export type Redaction = {
  readonly redactionId: string;
  readonly status: 'under-way' | 'done' | 'refused';
};

const preview = { apiVersion: '2026-10-28.preview' };
const path = '/v1/privacy/redaction_jobs';

const Job = z.object({ id: z.string().max(255), status: z.string() });

export async function redact(
  stripe: Stripe,
  { sessionId, paymentIntentId }: { readonly sessionId: string; readonly paymentIntentId: string | null },
  key: string,
): Promise<Redaction> {
  const objects = {
    checkout_sessions: [sessionId],
    ...(paymentIntentId === null ? {} : { payment_intents: [paymentIntentId] }),
  };
  const options = { ...preview, idempotencyKey: key };
  return redactionOf(await stripe.rawRequest('POST', path, { objects }, options));
}

export async function redaction(stripe: Stripe, id: string): Promise<Redaction> {
  const at = `${path}/${encodeURIComponent(id)}`;
  const job = await stripe.rawRequest('GET', at, undefined, preview);
  if (Job.parse(job).status !== 'ready') return redactionOf(job);
  return redactionOf(await stripe.rawRequest('POST', `${at}/run`, undefined, preview));
}

const words: Readonly<Record<string, Redaction['status']>> = {
  succeeded: 'done',
  failed: 'refused',
  canceled: 'refused',
  canceling: 'refused',
};

function redactionOf(told: unknown): Redaction {
  const { id, status } = Job.parse(told);
  return { redactionId: id, status: words[status] ?? 'under-way' };
}
