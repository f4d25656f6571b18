/** Opens the shop: the only reader of the environment, and the only place that knows which engine it runs on. */
import { readArguments, usage } from './composition/arguments.ts';
import { hintFor } from './composition/hints.ts';
import { type Listening, openShop, type Surroundings } from './composition/open-shop.ts';
import { readyBlock } from './composition/ready-block.ts';
import { readConfig } from './config.ts';
import { CannotStart } from './embedded/cannot-start.ts';
import { Fault } from './eventsourcing/fault.ts';
import { bytesMax } from './web/body-limit.ts';
import type { Door } from './web/door.ts';

/** The door bounds what is sent, and says so; an engine that cuts it off itself, far above, answers with an empty page. */
const bodyBytesMax = 4 * bytesMax;

declare const Deno: {
  serve(
    options: { readonly hostname: string; readonly port: number; readonly onListen: () => void },
    answer: (
      request: Request,
      info: { readonly remoteAddr: { readonly hostname: string } },
    ) => Promise<Response>,
  ): { readonly addr: { readonly port: number }; shutdown(): Promise<void> };
};

function listenOnBun(port: number, answer: Door): Listening {
  const server = Bun.serve({
    hostname: '127.0.0.1',
    port,
    maxRequestBodySize: bodyBytesMax,
    idleTimeout: 30,
    development: false, // else a fault that the door did not catch is answered with our source
    reusePort: false, // which it would be then: a second shop would share the port, unseen
    fetch: (request, it) =>
      answer(request, { address: it.requestIP(request)?.address ?? '', lift: () => it.timeout(request, 0) }),
  });
  return { port: server.port ?? port, stop: () => server.stop(true) };
}

function listenOnDeno(port: number, answer: Door): Listening {
  const server = Deno.serve({ hostname: '127.0.0.1', port, onListen: () => {} }, (request, { remoteAddr }) =>
    answer(request, { address: remoteAddr.hostname, lift: () => {} }),
  );
  return { port: server.addr.port, stop: () => server.shutdown() };
}

function listen(port: number, answer: Door): Listening {
  try {
    return typeof Bun === 'undefined' ? listenOnDeno(port, answer) : listenOnBun(port, answer);
  } catch (cause) {
    const hint = 'stop what listens there, or choose another with --port';
    throw new CannotStart('shop/port-in-use', `port ${port} cannot be listened on`, hint, cause);
  }
}

const around: Surroundings = {
  listen,
  // Bun's bundler; a process of another engine finds the islands built
  buildIslands: async (folder) => (await import('../scripts/build-islands.ts')).buildIslands(folder),
  onRebuild: ({ readModels, phase, events }) => {
    if (events > 0 && phase === 'replay')
      process.stderr.write(`\rbuilding ${readModels.length} read models anew: ${events} events `);
  },
};

async function main(): Promise<void> {
  const startedMs = performance.now();
  const args = readArguments(process.argv.slice(2));
  if (args === 'help') return void process.stdout.write(usage);
  if ('wrong' in args) return fail(2, args.wrong, 'bun start --help');
  const config = readConfig(process.env);
  if (!('LOG_LEVEL' in config)) return fail(2, config.join('\n  '), '.env.example says what each setting is');
  try {
    const opened = await openShop(args, config, around);
    closeOnSignal(opened.close);
    void opened.failed.then((failure) => closeFor(failure, opened.close));
    process.stdout.write(readyBlock(opened, (performance.now() - startedMs) / 1000));
  } catch (fault) {
    if (fault instanceof CannotStart) return fail(1, fault.message, fault.hint);
    if (fault instanceof Fault) return fail(1, fault.message, hintFor(fault));
    throw fault;
  }
}

function closeOnSignal(close: () => Promise<void>): void {
  let isClosing = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      if (isClosing) process.exit(130); // twice: at once
      isClosing = true;
      process.stdout.write('\nClosing the shop: what is under way is finished or kept for the next start.\n');
      close().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
}

/** Whatever can still be kept is kept; the next start finds all that was acknowledged. */
async function closeFor({ message, hint }: CannotStart, close: () => Promise<void>): Promise<never> {
  complain(message, hint);
  await close();
  process.exit(1);
}

function fail(status: number, message: string, hint: string): never {
  complain(message, hint);
  process.exit(status);
}

const complain = (message: string, hint: string) =>
  process.stderr.write(`portrait123: error: ${message}\nhint: ${hint}\n`);

await main();
