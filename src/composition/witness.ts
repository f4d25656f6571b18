/**
 * Writes down who opened what, for what. Openings by the shop itself are gathered, and told once per hour, within a
 * minute; a crash can lose that minute, and the privacy page says so. What leaves the shop, or is seen by a person of
 * ours, is told before it is opened.
 */
import type { Context } from '../eventsourcing/event-store.ts';
import type { Handle } from '../eventsourcing/handle.ts';
import { uuidFrom } from '../eventsourcing/uuid.ts';
import { DataOpened, isOurs } from '../modules/privacy/openings.events.ts';
import { openings } from '../modules/privacy/openings.ts';
import type { Opening, Witness } from '../personal-data/open.ts';

export type GatheringWitness = {
  readonly witness: Witness;
  flush(): Promise<void>;
  stop(): Promise<void>;
};

const flushMs = 30_000;
/** What was told is remembered, so that the log is not asked again and again. */
const rememberedMax = 50_000;

export function gatheringWitness(handle: () => Handle, clock: () => string): GatheringWitness {
  const waiting = new Map<string, Opening & { readonly hour: string }>();
  const told = new Set<string>();

  const flush = async () => {
    for (const [name, opening] of [...waiting]) {
      await tell(handle(), opening, name);
      waiting.delete(name);
      told.add(name);
    }
    if (told.size > rememberedMax) told.clear();
  };
  const timer = setInterval(() => void flush().catch(() => {}), flushMs); // tried again at the next turn

  return {
    witness: async (opening) => {
      const hour = clock().slice(0, 'yyyy-mm-ddThh'.length);
      const name = [opening.subject, opening.category, opening.purpose, opening.actor, hour].join(' ');
      if (told.has(name)) return;
      if (!isToldFirst(opening)) return void waiting.set(name, { ...opening, hour });
      await tell(handle(), { ...opening, hour }, name);
      told.add(name);
    },
    flush,
    async stop() {
      clearInterval(timer);
      await flush();
    },
  };
}

/** A copy for the person, what is disclosed, and whatever staff look at. */
const isToldFirst = ({ purpose, actor }: Opening): boolean =>
  ['rights.access', 'rights.depicted', 'abuse.review', 'claims.defence'].includes(purpose) || isOurs(actor);

async function tell(
  handle: Handle,
  { subject, category, purpose, actor, hour }: Opening & { readonly hour: string },
  name: string,
) {
  const facts = { person: { ref: subject }, category, openedFor: purpose, by: actor.slice(0, 80) };
  const opened = DataOpened.schema.omit({ type: true }).parse(facts);
  const cause = uuidFrom('opening', name);
  const context: Context = {
    ...{ commandId: cause, actor, purpose: 'accountability' },
    ...{ correlationId: cause, causationId: null },
  };
  await handle(
    openings,
    `${subject}.${hour.replaceAll(/[-:T]/g, '')}`,
    { type: 'RecordOpening', ...opened },
    context,
  );
}
