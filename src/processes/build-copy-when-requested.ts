/** Somebody asked for a copy of their data: it is gathered, sealed under a key of its own, and waits for a week. */
import { createHash } from 'node:crypto';
import { effect, type Job } from '../eventsourcing/effect.ts';
import { Fault } from '../eventsourcing/fault.ts';
import { type Send, send } from '../eventsourcing/process.ts';
import { Day, Receiver, type RequestId, requestStream } from '../modules/privacy/request.events.ts';
import { type Request, request } from '../modules/privacy/request.ts';
import { streamOf } from '../personal-data/byte-streams.ts';
import type { Open } from '../personal-data/open.ts';
import { type ArchiveDeps, archiveOf } from './archive.ts';
import { nothingLeft } from './nothing-left.ts';
import type { Ports } from './ports.ts';
import { zip } from './zip.ts';

type Ids = { readonly requestId: RequestId };
type Asked = Extract<Request, { readonly status: 'open' | 'answered' }>;
type Deps = ArchiveDeps & Pick<Ports, 'stateOf' | 'openAs' | 'blobs'>;

export const buildCopyWhenRequested = effect(
  'build-copy-when-requested',
  requestStream,
  { RequestMade: ({ requestId, kind }) => (kind === 'copy' ? { ids: { requestId } } : []) },

  async ({ ids: { requestId }, context }: Job<Ids>, deps: Deps) => {
    const asked = await deps.stateOf(request, requestId);
    if (asked.status !== 'open' || asked.kind !== 'copy') return [];
    try {
      return await build(requestId, asked, deps.openAs(context.actor), deps);
    } catch (fault) {
      if (fault instanceof Fault && fault.code === 'vault/fenced') return [nothingLeft(requestId)];
      throw fault;
    }
  },
  { concurrency: 1, timeoutSeconds: 1800 },
);

async function build(requestId: RequestId, asked: Asked, open: Open, deps: Deps): Promise<Send> {
  const { owner: subject, people } = asked;
  const scope = { subject, category: 'rights.copy', item: requestId } as const;
  const counted = { files: 0, records: 0 };
  const entries = archiveOf({ requestId, people, open }, deps, counted);
  const archive = measured(zip(entries, deps.clock()));
  const blob = await deps.blobs.keep(scope, streamOf(archive.bytes()), 'application/zip');
  const copy = { ...counted, ...archive.told() };
  const { expiresAt } = await deps.vault.keyFor(scope);
  const built = {
    ...({ type: 'RecordCopy', requestId, blob } as const),
    receiver: Receiver.parse({ ref: subject, copy }),
    endsOn: Day.parse(expiresAt.slice(0, 'yyyy-mm-dd'.length)),
  };
  return send(request, requestId, built, ['request-already-answered']);
}

function measured(source: AsyncGenerator<Uint8Array>) {
  const digest = createHash('sha256');
  let count = 0;
  return { bytes, told: () => ({ bytes: count, sha256: digest.digest('hex') }) };

  async function* bytes(): AsyncGenerator<Uint8Array> {
    for await (const chunk of source) {
      digest.update(chunk);
      count += chunk.length;
      yield chunk;
    }
  }
}
