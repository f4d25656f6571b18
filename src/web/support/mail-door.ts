/** Where mail to the shop comes in: SMTP on the loopback address, behind a mail server that has checked who sends. */
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server';
import type { Shop } from '../shop.ts';
import { type Became, type Envelope, takeMail } from './taking-mail.ts';

export type MailDoor = { readonly port: number; stop(): Promise<void> };

type Options = {
  readonly shop: Shop;
  readonly port: number;
  /** Mail to any other is refused: this is nobody's relay. */
  readonly domain: string;
};

const sizeMaxBytes = 5 * 1024 * 1024;
const closeTimeoutMs = 200;

/** @throws Error `EADDRINUSE` */
export async function openMailDoor(options: Options): Promise<MailDoor> {
  const server = serverOf(options);
  const port = await listening(server, options.port);
  server.on('error', () => {}); // a client that vanished: its own trouble
  return { port, stop: () => new Promise((stopped) => server.close(() => stopped())) };
}

function serverOf({ shop, domain }: Options): SMTPServer {
  return new SMTPServer({
    ...{ name: domain, banner: 'Portrait123', disabledCommands: ['AUTH', 'STARTTLS'] },
    ...{ disableReverseLookup: true, closeTimeout: closeTimeoutMs },
    ...{ size: sizeMaxBytes, rejectOversized: true, maxClients: 20 },
    onRcptTo: ({ address }, _, done) =>
      done(address.toLowerCase().endsWith(`@${domain}`) ? null : refusal(550, '5.7.1 not for us')),
    onData: (stream, { envelope }, done) => {
      const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
      const to = envelope.rcptTo.map(({ address }) => address);
      receive(shop, stream, { from, to }).then(
        (became) => done(became === 'unreadable' ? unreadable : null),
        (error: unknown) => {
          tell(shop, error);
          done(refusal(451, '4.3.0 not now, please come again')); // whoever brought it keeps it
        },
      );
    },
  });
}

async function receive(
  shop: Shop,
  stream: SMTPServerDataStream,
  envelope: Envelope,
): Promise<Became | undefined> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) if (!stream.sizeExceeded) chunks.push(chunk);
  if (stream.sizeExceeded) return undefined; // the server refuses it by itself
  const became = await takeMail(shop, Buffer.concat(chunks), envelope);
  shop.log.info({ became }, 'a mail came in');
  return became;
}

/** The code alone: what a mail holds stands in no log. */
function tell({ log }: Shop, error: unknown): void {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  log.error({ code, name: error instanceof Error ? error.name : typeof error }, 'a mail was not taken');
}

const refusal = (responseCode: number, text: string): Error =>
  Object.assign(new Error(text), { responseCode });

const unreadable = refusal(554, '5.6.0 we found no words of yours in it: write it as plain text');

const listening = (server: SMTPServer, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    const listener = server.listen(port, '127.0.0.1', () => {
      server.removeListener('error', reject);
      const address = listener.address();
      resolve(address === null || typeof address === 'string' ? port : address.port);
    });
  });
