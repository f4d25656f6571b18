/** Stripe's errors: what the API answers when it does not do as it was asked. */
import type { Answer } from '../stand-in/http.ts';

type Kind = 'invalid_request_error' | 'idempotency_error' | 'api_error' | 'rate_limit_error';
type About = { readonly code?: string; readonly param?: string; readonly type?: Kind };

export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly about: About;

  constructor(status: number, message: string, about: About = {}) {
    super(message);
    this.status = status;
    this.about = about;
  }
}

export const missing = (what: string, id: string): Refusal =>
  new Refusal(404, `No such ${what}: '${id}'`, { code: 'resource_missing', param: 'id' });

export const json = (
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Answer => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body, null, 2),
});

export function answerOf({ status, message, about }: Refusal): Answer {
  const { type = 'invalid_request_error', code, param } = about;
  const docs =
    code === undefined ? undefined : `https://docs.stripe.com/error-codes#${code.replaceAll('_', '-')}`;
  return json(status, { error: { code, doc_url: docs, message, param, type } });
}
