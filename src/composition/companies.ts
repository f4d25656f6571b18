/** The companies that the shop depends on, and whether somebody listens there; nothing is asked of them. */
import { createConnection } from 'node:net';
import type { Run } from './run-file.ts';

export type Company = { readonly name: string; readonly url: string };

export const companiesIn = ({ addresses: { stripe, prodigi, smtp } }: Pick<Run, 'addresses'>) =>
  [
    { name: 'payments', url: stripe.url ?? 'https://api.stripe.com' },
    { name: 'print lab', url: prodigi.url },
    { name: 'mail', url: smtp },
  ] as const satisfies readonly Company[];

/** Without what signs in there. */
export function placeOf(url: string): string {
  const { protocol, hostname, port } = new URL(url);
  return `${protocol}//${hostname}${port === '' ? '' : `:${port}`}`;
}

const ports: Readonly<Record<string, number>> = { 'smtp:': 587, 'smtps:': 465, 'http:': 80, 'https:': 443 };
const patienceMs = 4000;

/** @throws if nobody answers in time */
export function reach(url: string): Promise<void> {
  const { hostname: host, port: told, protocol } = new URL(url);
  const port = Number(told) || (ports[protocol] ?? 443);
  return new Promise((resolve, reject) => {
    const socket = createConnection({ host, port, timeout: patienceMs }, () => {
      socket.destroy();
      resolve();
    });
    socket.on('error', reject).on('timeout', () => {
      socket.destroy();
      reject(new Error(`no answer from ${host}:${port}`));
    });
  });
}
