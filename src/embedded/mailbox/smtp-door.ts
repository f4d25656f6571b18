/** The mailbox's SMTP side: takes whatever is handed over, and refuses what a person, or an address, asks it to. */
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { CannotStart } from '../cannot-start.ts';
import type { Mails } from './mails.ts';

type SmtpDoor = { readonly port: number; readonly stop: () => Promise<void> };

const sizeMaxBytes = 30 * 1024 * 1024;
const closeTimeoutMs = 200;

/** These domains never exist (RFC 2606), so nobody writes to them by accident. */
const refusing: Readonly<Record<string, Reply>> = {
  'rejected.invalid': { code: 550, text: '5.1.1 no such mailbox (simulated)' },
  'later.invalid': { code: 451, text: '4.2.1 mailbox busy, try again later (simulated)' },
};
type Reply = { readonly code: number; readonly text: string };

/** @throws CannotStart `mailbox/port-in-use` */
export function openSmtp(mails: Mails, port: number): Promise<SmtpDoor> {
  const server = new SMTPServer({
    name: 'localhost',
    banner: 'simulated mailbox',
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: closeTimeoutMs,
    size: sizeMaxBytes,
    rejectOversized: true,
    onRcptTo: ({ address }, _, done) => {
      const reply = refusing[address.slice(address.lastIndexOf('@') + 1).toLowerCase()];
      done(reply === undefined ? null : failure(reply));
    },
    onData: (stream, session, done) => {
      receive(mails, stream, session).then(
        (reply) => (reply === 'cut' ? cut(server, session) : done(reply && failure(reply))),
        () => done(failure({ code: 451, text: '4.3.0 the mailbox could not keep it' })),
      );
    },
  });
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(portInUse(port, error)));
    const listening = server.listen(port, '127.0.0.1', () => {
      server.on('error', () => {}); // a client that vanished: its own trouble
      const address = listening.address();
      resolve({
        port: address === null || typeof address === 'string' ? port : address.port,
        stop: () => new Promise((stopped) => server.close(() => stopped())),
      });
    });
  });
}

const portInUse = (port: number, error: unknown): CannotStart =>
  new CannotStart(
    'mailbox/port-in-use',
    `the port ${port} of the mailbox cannot be used`,
    'stop the program that uses it, or choose another port',
    error,
  );

const failure = ({ code, text }: Reply): Error => Object.assign(new Error(text), { responseCode: code });

async function receive(
  mails: Mails,
  stream: SMTPServerDataStream,
  { envelope }: SMTPServerSession,
): Promise<Reply | 'cut' | null> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) if (!stream.sizeExceeded) chunks.push(chunk);
  if (stream.sizeExceeded) return null; // the server refuses it by itself
  const mood = mails.mood();
  if (mood !== 'accepted') mails.setMood('accepted');
  if (mood === 'later') return { code: 451, text: '4.3.2 try again later (simulated)' };
  if (mood === 'refused') return { code: 554, text: '5.7.1 refused (simulated)' };
  const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
  await mails.keep(
    Buffer.concat(chunks),
    from,
    envelope.rcptTo.map(({ address }) => address),
  );
  return mood === 'answer-lost' ? 'cut' : null;
}

/** Kept, and the sender does not hear of it. */
function cut(server: SMTPServer, { id }: SMTPServerSession): void {
  for (const connection of server.connections) if (connection.id === id) connection._socket.destroy();
}
