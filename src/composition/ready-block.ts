/** What is printed when the shop is open: every address on a line of its own, and the last line begins "ready". */
import type { Opened } from './open-shop.ts';

const line = (name: string, value: string): string => `${name.padEnd(10)} ${value}`;

export function readyBlock({ run, data, standIns, demo }: Opened, seconds: number): string {
  const pages = Object.entries(standIns?.pages ?? {}).map(([name, address]) => line(name, shown(address)));
  const here = standIns === undefined ? shown(run.url) : run.publicUrl;
  return [
    '',
    line('shop', here),
    ...pages,
    line('docs', `${here}/docs`),
    ...(demo === undefined ? [] : [line('demo', demo)]),
    line('data', data),
    line('keys', run.keys),
    ...(standIns === undefined || pages.length === 0
      ? []
      : [
          line('token', `${standIns.token}  (opens the pages of the simulated services)`),
          line(
            'simulated',
            'payments, printing and mail: no money moves, nothing is printed, no e-mail leaves',
          ),
        ]),
    `ready      in ${seconds.toFixed(1)} s. Ctrl-C closes the shop; a second start goes on where this one stops.`,
    '',
  ].join('\n');
}

/** Passkeys and cookies go by the name `localhost`; so do the addresses that people click. */
const shown = (address: string): string => address.replace('//127.0.0.1:', '//localhost:');
