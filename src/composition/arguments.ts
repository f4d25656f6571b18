/** What may stand behind `start` on the command line. */
import { parseArgs } from 'node:util';

export type Role = 'all' | 'web' | 'worker';
export type Arguments = {
  readonly port: number;
  readonly data: string;
  readonly fresh: boolean;
  readonly demo: boolean;
  readonly role: Role;
  readonly allowSimulated: boolean;
};

export const usage = `Opens the shop.

  npx --yes bun@1.4.5 start
  bun start --port 8080 --data /var/lib/portrait123
  bun start --role web          pages alone, beside a running shop of the same data folder
  bun start --role worker       paintings and letters alone, likewise

Options:
  --port PORT          where the shop listens, on 127.0.0.1 (3000)
  --data FOLDER        where the embedded servers keep their data (./.data)
  --demo               paints a sample photo, and tells where to look at it
  --fresh              begins with an empty data folder; what was in it is deleted, keys too
  --role ROLE          all, web or worker (all)
  --allow-simulated    lets payment, printing and mail be simulated where PUBLIC_URL is not this machine
  --help               this text

Real services take the place of embedded ones by the environment: see .env.example.
`;

const options = {
  port: { type: 'string', default: '3000' },
  data: { type: 'string', default: './.data' },
  fresh: { type: 'boolean', default: false },
  demo: { type: 'boolean', default: false },
  role: { type: 'string', default: 'all' },
  'allow-simulated': { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

/** @returns 'help', or one sentence on what is wrong */
export function readArguments(words: readonly string[]): Arguments | 'help' | { readonly wrong: string } {
  try {
    const { values } = parseArgs({ args: [...words], options, strict: true });
    if (values.help) return 'help';
    const port = Number(values.port);
    if (!Number.isInteger(port) || port < 0 || port > 65_535)
      return { wrong: `--port takes a number from 0 to 65535, not ${values.port}` };
    const role = roles.find((one) => one === values.role);
    if (role === undefined) return { wrong: `--role takes all, web or worker, not ${values.role}` };
    const { data, fresh, demo } = values;
    return { port, data, fresh, demo, role, allowSimulated: values['allow-simulated'] };
  } catch (error) {
    return { wrong: error instanceof Error ? error.message : 'the arguments cannot be read' };
  }
}

const roles = ['all', 'web', 'worker'] as const;
