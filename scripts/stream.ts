/** `bun run stream print`: the events of one stream, as they stand in the log. What is sealed stays sealed. */
import type { RecordedEvent } from '../src/eventsourcing/event-store.ts';
import { connected } from './connect.ts';
import { type Asked, command, needed, Refused, say, WrongUsage } from './terminal/command.ts';

const usage = `Usage:
    bun run stream print order-e2e015b4-c6f0-5961-b453-439db846aee8
    bun run stream print invoiceSeries-2026 --last 5
    bun run stream print order-e2e015b4-c6f0-5961-b453-439db846aee8 --json

Prints a stream, oldest first. Personal values are named by their place and never opened; in JSON they are the
ciphertexts that stand in the log.

Options:
    --last N         the newest N events only
    --json           every event as it stands, one list
    --data FOLDER    the shop's data folder (./.data)
    --help           this text

Exit status: 0 done, 1 there is no such stream, 2 wrong usage.
`;

type Mine = Asked<'last'>;

async function print(asked: Mine): Promise<number> {
  const stream = needed('STREAM', asked.words[1]);
  const most = lastIn(asked);
  const events = (await connected(asked.data, ({ stores }) => stores.log.read(stream))).slice(-most);
  if (events.length === 0)
    throw new Refused(`there is no stream ${stream}`, 'streams are named <category>-<id>: order-e2e015b4-…');
  await say(asked, events, events.map(textOf).join('\n\n'));
  return 0;
}

function lastIn(asked: Mine): number {
  const told = asked.value('last');
  if (told === undefined) return Number.MAX_SAFE_INTEGER;
  const most = Number(told);
  if (!Number.isInteger(most) || most < 1) throw new WrongUsage(`--last takes a number, not ${told}`);
  return most;
}

function textOf({ id, type, revision, position, created, data, metadata }: RecordedEvent): string {
  const { enc = {}, ...clear } = data;
  const sealed = Object.keys(typeof enc === 'object' && enc !== null ? enc : {});
  const lines = Object.entries(clear).map(([field, value]) => `    ${field}: ${JSON.stringify(value)}`);
  const { actor, purpose, legalBasis, v, causationId } = metadata;
  return [
    `${revision}  ${type} v${v}  ${created}  ${id}`,
    `    by ${actor}, for ${purpose} (${legalBasis})${causationId === null ? '' : `, because of ${causationId}`}; at ${position}`,
    ...lines,
    ...sealed.map((slot) => `    ${slot}: [sealed]`),
  ].join('\n');
}

await command({
  name: 'stream',
  usage,
  values: ['last'],
  run: (asked: Mine) => {
    if (asked.words[0] !== 'print' || asked.words.length > 2)
      throw new WrongUsage(`no such command: ${asked.words.join(' ') || '(none)'}`);
    return print(asked);
  },
});
